import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { Forbidden } from "@/components/forbidden";
import { accountState, readVisit } from "@/lib/api/visit";
import { withBasePath } from "@/lib/base-path";
import { messages } from "@/lib/messages";
import { signInMessages } from "@/lib/sign-in-messages";

export const metadata: Metadata = {
	title: `${signInMessages.forbidden.title} · ${messages.product}`,
	icons: withBasePath("/favicon.svg"),
};

export default async function ForbiddenNotice() {
	const visit = readVisit("/forbidden", await headers());
	if (!visit) redirect("/login");
	return <Forbidden account={accountState(visit)} />;
}
