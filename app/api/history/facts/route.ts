export { getFacts as GET, headFacts as HEAD } from "@/lib/api/history-facts";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
