export { getSession as GET } from "@/lib/api/session";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
