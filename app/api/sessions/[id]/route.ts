export { deleteSession as DELETE } from "@/lib/api/sessions";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
