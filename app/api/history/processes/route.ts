export { getPeaks as GET, headPeaks as HEAD } from "@/lib/api/history-processes";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
