export { postUpload as POST } from "@/lib/api/uploads";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
