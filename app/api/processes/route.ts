export { getProcesses as GET, headProcesses as HEAD } from "@/lib/api";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
