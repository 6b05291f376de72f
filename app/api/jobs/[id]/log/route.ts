export { getJobLog as GET, headJobLog as HEAD } from "@/lib/api/job-log";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
