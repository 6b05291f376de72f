export { getKept as GET, headKept as HEAD } from "@/lib/api/history-kept";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
