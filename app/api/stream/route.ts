export { getStream as GET, headStream as HEAD } from "@/lib/api/stream";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
