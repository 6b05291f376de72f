import { isLoopback } from "@/lib/access/host-name";
import type { Asked, Principal } from "@/lib/access/types";
import { getServer } from "@/lib/server";
import { readRunning } from "./jobs-page";
import type { AccountState, Encryption } from "./types";

/** A page that somebody who may opens. */
export interface Visit {
	principal: Principal;
	asked: Asked;
}

/**
 * Who opens the page of a path, by the headers of the request; `null` for whom the table of routes does not admit.
 * proxy.ts has judged already, but a page does not rely on it, as a route does not.
 */
export function readVisit(path: `/${string}`, headers: Headers): Visit | null {
	const request = new Request(new URL(path, "http://here"), { headers: new Headers(headers) });
	const server = getServer();
	const verdict = server.judge(request, "route");
	return verdict.admitted ? { principal: verdict.principal, asked: server.asked(request) } : null;
}

/** What the account part of a page shows to its visitor. */
export function accountState(visit: Visit): AccountState {
	const { kind, name, scopes } = visit.principal;
	const maySettings = scopes.includes("settings");
	return {
		name: kind === "session" ? name : null,
		maySettings,
		jobs: readRunning(visit),
		maySignIn: kind === "anonymous" && !maySettings && getServer().access.accounts.length > 0,
	};
}

/** How the page of a visit travels, as far as the server can tell. */
export function encryptionOf({ asked }: Visit): Encryption {
	if (asked.isHttps) return "https";
	// By a proxy whose word does not count, whichever others are trusted.
	if (asked.isForwarded && !asked.proxy) return "unknown";
	return asked.address !== null && isLoopback(asked.address.replace(/^::ffff:/i, "")) ? "local" : "plain";
}
