export { getHistory as GET } from "@/lib/api/history";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
