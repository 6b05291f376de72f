export { postSignOut as POST } from "@/lib/api/sign-out";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
