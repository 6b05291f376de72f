export { getStreams as GET, headStreams as HEAD } from "@/lib/api/streams";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
