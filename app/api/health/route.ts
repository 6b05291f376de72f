export { getHealth as GET } from "@/lib/api";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
