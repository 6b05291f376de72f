import { ConfigError } from "@/lib/config";
import { getServer } from "@/lib/server";

try {
	const server = getServer();
	// So that the first page already shows what was before this start.
	await server.opened;
	// Next waits for all streams to end before it leaves, so they are ended first.
	for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => server.close());
	process.once("exit", () => server.close());
} catch (error) {
	if (!(error instanceof ConfigError)) throw error;
	console.error(error.message);
	process.exit(1);
}
