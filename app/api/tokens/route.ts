export { getTokens as GET, postToken as POST } from "@/lib/api/tokens";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
