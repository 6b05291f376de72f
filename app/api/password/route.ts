export { putPassword as PUT } from "@/lib/api/password";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
