export { getHealth as GET } from "@/lib/api/health";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
