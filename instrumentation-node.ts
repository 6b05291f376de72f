import { ConfigError } from "@/lib/config";
import { getServer } from "@/lib/server";

try {
	const server = getServer();
	// Next waits for all streams to end before it leaves, so they are ended first.
	for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => server.close());
	process.once("exit", () => server.close());
	const { madePassword, wasMade } = await server.openAccess();
	// So that the first page already shows what was before this start.
	await server.opened;
	if (madePassword) {
		console.log(
			`\nSign in as "admin" with the password ${madePassword}\nIt is shown only this once. HOSTBEAT_PASSWORD sets another.\n`,
		);
	} else if (wasMade) {
		console.log(
			'Sign in as "admin" with the password that an earlier start showed. HOSTBEAT_PASSWORD sets another.',
		);
	}
} catch (error) {
	// Not by its class, as a class in a bundle may be another one than ours.
	const isExplained = error instanceof ConfigError || (error as Error).name === "AccessError";
	if (!isExplained) throw error;
	console.error((error as Error).message);
	process.exit(1);
}
