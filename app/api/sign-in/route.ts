export { postSignIn as POST } from "@/lib/api/sign-in";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
