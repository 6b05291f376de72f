// @ts-check
import { subscribe } from "node:diagnostics_channel";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { formatUrl } from "./address.mjs";

const require = createRequire(import.meta.url);
// Requests that came before lib/peers.ts was there to number them: it takes them over, and the list with them.
const EARLY = Symbol.for("hostbeat.early");
const FAREWELL_MS = 1_000;
const GRACE_MS = 8_000;
const IMPATIENT_MS = 1_000;

/**
 * Runs Next's server in this very process: no second process can then outlive it, and signals reach it directly.
 * Returns the page's URL, or null as long as it is not listening.
 * @param {import("./address.mjs").Address} address
 * @returns {() => string | null}
 */
export function serve({ host, port }) {
	Object.assign(process.env, {
		NODE_ENV: "production",
		NEXT_TELEMETRY_DISABLED: "1",
		HOST: host,
		PORT: String(port),
	});
	endInTime(findServer());
	const args = ["start", "-H", host, "-p", String(port), "--keepAliveTimeout", "65000"];
	process.argv = [process.execPath, "next", ...args];
	// Not import(): up to Node 20.9 that refuses a program without an extension.
	require("next/dist/bin/next");
	return () => {
		// Next puts the port it was given here once it listens, which is how port 0 gets its number.
		const listening = Number(process.env.PORT);
		return listening === 0 ? null : formatUrl({ host, port: listening });
	};
}

/**
 * Next keeps its server to itself, but each request names the server it came to.
 * @returns {() => import("node:http").Server | undefined}
 */
function findServer() {
	/** @type {import("node:http").Server | undefined} */
	let server;
	/** @type {{ [early: symbol]: Set<unknown> | undefined }} */
	const shared = globalThis;
	shared[EARLY] = new Set();
	subscribe("http.server.request.start", (message) => {
		const start =
			/** @type {{ server: import("node:http").Server, request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse }} */ (
				message
			);
		server ??= start.server;
		// A Request may not have this method (Fetch, 2.2.1), and Next answers the attempt with a 500 and five lines in the
		// log. As one that no route can have it gets what it is due: 405.
		if (start.request.method === "TRACE") start.request.method = "X-TRACE";
		const early = shared[EARLY];
		if (!early) return;
		early.add(message);
		start.response.once("close", () => early.delete(message));
	});
	return () => server;
}

/**
 * Next waits until every connection is closed. Browsers hold some open without asking anything, which would take
 * until their time is up, so the rest is closed once the streams have had time for their last words.
 * @param {() => import("node:http").Server | undefined} getServer
 */
function endInTime(getServer) {
	let askedAt = 0;
	/** @param {NodeJS.Signals} signal */
	const end = (signal) => {
		const leave = () => process.exit(128 + constants.signals[signal]);
		// One Ctrl-C comes twice under npm, from the terminal and from npm; only a later one means impatience.
		if (askedAt !== 0 && Date.now() - askedAt > IMPATIENT_MS) leave();
		if (askedAt !== 0) return;
		askedAt = Date.now();
		setTimeout(() => getServer()?.closeAllConnections(), FAREWELL_MS).unref();
		setTimeout(leave, GRACE_MS).unref();
	};
	process.on("SIGINT", end);
	process.on("SIGTERM", end);
}
