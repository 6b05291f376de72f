// @ts-check
import { expectThat, Skip } from "../finding.mjs";

/** @typedef {import("../trial.mjs").Trial} Trial */

const routes = ["/api/stream", "/api/snapshot", "/api/health", "/api/stream?events=nonsense"];
const ask = { "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "last-event-id" };

/**
 * The answers of all routes, and to a preflight, for a page of this origin.
 * @param {Trial} trial
 * @param {string} origin
 */
async function answers(trial, origin) {
	const headers = { Origin: origin };
	return {
		all: await Promise.all(routes.map(async (path) => ({ path, ...(await trial.head(path, { headers })) }))),
		preflight: await trial.head("/api/stream", { method: "OPTIONS", headers: { ...headers, ...ask } }),
	};
}

/**
 * @param {string} origin
 * @returns {(trial: Trial) => Promise<void>}
 */
function expectNoEntry(origin) {
	return async (trial) => {
		const { all, preflight } = await answers(trial, origin);
		for (const { path, headers } of [...all, { path: "OPTIONS", ...preflight }]) {
			const allowed = headers["access-control-allow-origin"];
			expectThat(allowed === undefined, `no Access-Control-Allow-Origin for ${origin} at ${path}`, allowed);
		}
	};
}

/** @param {Trial} trial */
function listed({ options }) {
	if (options.origin === null) throw new Skip("no listed origin was named; --origin names one");
	return options.origin;
}

/** @type {import("../run.mjs").Check[]} */
export const cors = [
	{
		name: "cors: a page of an unlisted origin may read nothing",
		run: expectNoEntry("https://unlisted.example"),
	},
	{ name: "cors: the origin null may read nothing", run: expectNoEntry("null") },
	{
		name: "cors: nobody is let in under a name that only resembles a listed one",
		async run(trial) {
			const origin = listed(trial);
			for (const alike of [
				`${origin}.evil.example`,
				`${origin}:1`,
				`${origin}/`,
				origin.replace("://", "://x."),
			]) {
				await expectNoEntry(alike)(trial);
			}
		},
	},
	{
		name: "cors: a listed origin is let in by its own name, with credentials",
		async run(trial) {
			const origin = listed(trial);
			for (const { path, headers } of (await answers(trial, origin)).all) {
				const allowed = headers["access-control-allow-origin"];
				expectThat(allowed === origin, `Access-Control-Allow-Origin: ${origin} at ${path}`, allowed);
				const credentials = headers["access-control-allow-credentials"];
				expectThat(credentials === "true", `Access-Control-Allow-Credentials: true at ${path}`, credentials);
				const varies = /(^|,)\s*origin\s*(,|$)/i.test(String(headers.vary));
				expectThat(varies, `Origin in Vary at ${path}`, headers.vary);
			}
		},
	},
	{
		name: "cors: the preflight of a listed origin is a 204 that allows GET and Last-Event-ID",
		async run(trial) {
			const origin = listed(trial);
			const { status, headers } = (await answers(trial, origin)).preflight;
			expectThat(status === 204, "204", status);
			const allowed = headers["access-control-allow-origin"];
			expectThat(allowed === origin, `Access-Control-Allow-Origin: ${origin}`, allowed);
			for (const [name, word] of [
				["methods", "get"],
				["headers", "last-event-id"],
			]) {
				const list = String(headers[`access-control-allow-${name}`] ?? "");
				expectThat(
					list.toLowerCase().includes(String(word)),
					`${word} in Access-Control-Allow-${name}`,
					list,
				);
			}
		},
	},
];
