export { getProcesses as GET, headProcesses as HEAD } from "@/lib/api/processes";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
