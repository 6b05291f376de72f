export { getJobs as GET, postJob as POST } from "@/lib/api/jobs";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
