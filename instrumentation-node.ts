import { ConfigError } from "@/lib/config";
import { getServer } from "@/lib/server";

try {
	const server = getServer();
	// Next waits for all streams to end before it leaves, so they are ended first.
	for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => server.close());
	process.once("exit", () => server.close());
	const { madePassword } = await server.openAccess();
	if (madePassword) {
		console.log(
			`\nSign in as "admin" with the password ${madePassword}\nIt is shown only this once. HOSTBEAT_PASSWORD sets another.\n`,
		);
	}
	// What a child process inherits, or somebody prints, shall not hold it.
	for (const name of ["HOSTBEAT_PASSWORD", "HOSTBEAT_VIEWER_PASSWORD"]) delete process.env[name];
	// So that the first page already shows what was before this start.
	await server.opened;
} catch (error) {
	if (!(error instanceof ConfigError)) throw error;
	console.error(error.message);
	process.exit(1);
}
