export { getJobFile as GET, headJobFile as HEAD } from "@/lib/api/job-file";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
