export { deleteJob as DELETE, getJob as GET } from "@/lib/api/job";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";
