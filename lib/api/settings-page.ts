import { isLoopback } from "@/lib/access/host-name";
import { getServer } from "@/lib/server";
import type { AccessSummary, SettingsState } from "./types";
import { encryptionOf, type Visit } from "./visit";

const mostEntries = 100;

/** What the page of the settings shows. */
export async function readSettings(visit: Visit): Promise<SettingsState> {
	const server = getServer();
	const { principal } = visit;
	return {
		time: Date.now(),
		timezone: server.state(new Set(["clock"])).events.clock?.timezone ?? "UTC",
		account: principal.kind === "session" ? principal.name : null,
		access: summarize(visit),
		sessions: server.access.sessions(principal),
		tokens: server.access.tokens.list(),
		entries: await server.access.audit.read(mostEntries),
	};
}

function summarize(visit: Visit): AccessSummary {
	const { config, access } = getServer();
	const { anonymous, passwords, sessionIdleMs, sessionMaxMs } = config.access;
	return {
		host: config.host,
		isLoopback: isLoopback(config.host),
		anonymous: anonymous.includes("settings") ? "all" : anonymous.length > 0 ? "read" : "none",
		accounts: access.accounts.toSorted().map((account) => ({
			account,
			isSetting: passwords[account] !== undefined,
		})),
		encryption: encryptionOf(visit),
		trustedProxies: config.trustedProxies,
		sessionIdleMs,
		sessionMaxMs,
	};
}
