import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { AccountBar } from "@/components/account-bar";
import { PageFrame } from "@/components/page-frame";
import { Settings } from "@/components/settings/settings";
import { readSettings } from "@/lib/api/settings-page";
import { accountState, readVisit } from "@/lib/api/visit";
import { withBasePath } from "@/lib/base-path";
import { messages } from "@/lib/messages";
import { signInMessages } from "@/lib/sign-in-messages";

export const metadata: Metadata = {
	title: `${signInMessages.bar.settings} · ${messages.product}`,
	icons: withBasePath("/favicon.svg"),
};

export default async function SettingsPage() {
	const visit = readVisit("/settings", await headers());
	if (!visit) redirect("/login?next=/settings");
	return (
		<PageFrame aside={<AccountBar account={accountState(visit)} isSettings />}>
			<Settings initial={await readSettings(visit)} />
		</PageFrame>
	);
}
