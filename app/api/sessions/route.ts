export { deleteSessions as DELETE, getSessions as GET } from "@/lib/api/sessions";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
