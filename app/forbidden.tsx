import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { Forbidden } from "@/components/forbidden";
import { accountState, readVisit } from "@/lib/api/visit";

/** In place of a page that one may not see. */
export default async function ForbiddenNotice() {
	const visit = readVisit("/login", await headers());
	if (!visit) redirect("/login");
	return <Forbidden account={accountState(visit)} />;
}
