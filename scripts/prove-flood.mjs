// @ts-check
// Proves that viewers notice nothing of a flood: 200 slow connections and 2,000 attempts to sign in at once. Only ever
// against a server of its own on this machine.
// node scripts/prove-flood.mjs [--viewers=20] [--slow=200] [--attempts=2000] [--seconds=30] [--json]
import { parseArgs } from "node:util";
import { digits, printTable } from "../bench/parts/summary.mjs";
import { judgeFlood } from "./flood/judge.mjs";
import { flood } from "./flood/run.mjs";
import { ensureBuilt, ensureInstalled } from "./prepare.mjs";
import { isKept } from "./scale/judge.mjs";
import { startListened } from "./server/listened.mjs";

const PASSWORD = "the admin's password";
/** The longest that anything slow may take, a reader's minute, and the connection that is kept for a next request. */
const HOLD_MS = 75_000;
const MOST = { viewers: 200, slow: 1_000, attempts: 10_000, seconds: 300 };

const { values } = parseArgs({
	options: {
		viewers: { type: "string", default: "20" },
		slow: { type: "string", default: "200" },
		attempts: { type: "string", default: "2000" },
		seconds: { type: "string", default: "30" },
		json: { type: "boolean", default: false },
	},
});
/** @param {keyof typeof MOST} name */
const read = (name) => Math.min(MOST[name], Number(values[name]));
const size = {
	viewers: read("viewers"),
	slow: read("slow"),
	attempts: read("attempts"),
	seconds: read("seconds"),
	holdMs: HOLD_MS,
};

await ensureInstalled("all");
await ensureBuilt();
const server = await startListened({ HOSTBEAT_PASSWORD: PASSWORD, HOSTBEAT_TRUSTED_PROXIES: "127.0.0.0/8" });
// A first one, for all that is loaded and compiled by it.
await flood({
	url: server.url,
	password: PASSWORD,
	viewers: 2,
	slow: 6,
	attempts: 20,
	seconds: 1,
	holdMs: 1_500,
});
const heldBefore = await server.readHeldBytes();
const spokenBefore = server.said().length;
const flooded = await flood({ url: server.url, password: PASSWORD, ...size });
const grownMib = ((await server.readHeldBytes()) - heldBefore) / 2 ** 20;
const spoken = server.said().slice(spokenBefore);
await server.stop();

const findings = judgeFlood({ ...flooded, grownMib, spoken: spoken.length }, size);
if (values.json) {
	console.log(JSON.stringify({ ...flooded, grownMib, spoken, findings }));
} else {
	const { seen, tookMs, ownerMs } = flooded;
	const statuses = seen.map(([status, count]) => `${count} × ${status ?? "hung up"}`).join(", ");
	console.log(
		`\n${size.attempts} attempts were answered in ${digits(tookMs / 1_000)} s: ${statuses}; the owner's in ${digits(ownerMs)} ms.\n`,
	);
	printTable([
		["", "found", "promised", ""],
		...findings.map((finding) => [
			...[finding.what, digits(finding.value)],
			`${finding.atLeast ? "≥" : "≤"} ${digits(finding.limit)}`,
			isKept(finding) ? "ok" : "BROKEN",
		]),
	]);
	for (const line of spoken.slice(0, 20)) console.log(line);
}
process.exitCode = findings.every(isKept) ? 0 : 1;
