import { Dashboard } from "@/components/dashboard";
import { getServer } from "@/lib/server";

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
	const asked = Object.entries(await searchParams).filter(
		(entry): entry is [string, string] => typeof entry[1] === "string",
	);
	return <Dashboard page={getServer().page()} query={new URLSearchParams(asked).toString()} />;
}
