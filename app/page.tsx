import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { AccountBar } from "@/components/account-bar";
import { Dashboard } from "@/components/dashboard";
import { accountState, readVisit } from "@/lib/api/visit";
import { getServer } from "@/lib/server";

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
	const visit = readVisit("/", await headers());
	if (!visit) redirect("/login");
	const asked = Object.entries(await searchParams).filter(
		(entry): entry is [string, string] => typeof entry[1] === "string",
	);
	return (
		<Dashboard
			page={getServer().page(visit.principal)}
			query={new URLSearchParams(asked).toString()}
			account={<AccountBar account={accountState(visit)} />}
		/>
	);
}
