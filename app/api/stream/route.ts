export { getStream as GET, headStream as HEAD } from "@/lib/api";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
