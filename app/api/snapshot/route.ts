export { getSnapshot as GET } from "@/lib/api/snapshot";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
