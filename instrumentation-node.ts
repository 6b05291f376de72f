import { ConfigError } from "@/lib/config";
import { getServer } from "@/lib/server";

try {
	const server = getServer();
	// Next waits for all streams to end before it leaves, so they are ended first.
	for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => server.close());
	process.once("exit", () => server.close());
	// So that the first page already shows what was before this start.
	await server.opened;
} catch (error) {
	if (!(error instanceof ConfigError)) throw error;
	console.error(error.message);
	process.exit(1);
}
