export { getJobStream as GET, headJobStream as HEAD } from "@/lib/api/job-stream";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
