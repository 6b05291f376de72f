export { deleteToken as DELETE } from "@/lib/api/tokens";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
