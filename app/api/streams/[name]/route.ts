export { deleteStream as DELETE, postStream as POST } from "@/lib/api/streams";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
