import { Dashboard } from "@/components/dashboard";
import { getServer } from "@/lib/server";

export default function Page() {
	return <Dashboard page={getServer().page()} />;
}
