export { getHistory as GET, headHistory as HEAD } from "@/lib/api/history";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
