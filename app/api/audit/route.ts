export { getAudit as GET } from "@/lib/api/audit";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
