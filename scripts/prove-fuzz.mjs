// @ts-check
// Proves that whatever is asked of a real server, by whomever, the answer is a documented one, nothing is said of it in
// the log, and nothing is kept of it in memory.
// node scripts/prove-fuzz.mjs [--minutes=10] [--seed=<number>]
import { parseArgs } from "node:util";
import { bringPeople } from "./fuzz/people.mjs";
import { runFuzz } from "./fuzz/run.mjs";
import { ensureBuilt, ensureInstalled } from "./prepare.mjs";
import { startListened } from "./server/listened.mjs";

const PASSWORDS = { admin: "the admin's password", viewer: "the viewer's password" };
// What caches and compiled code still take after the first ones.
const WARM_UP_MS = 15_000;
const MOST_GROWTH_MIB = 16;

const { values } = parseArgs({
	options: { minutes: { type: "string", default: "10" }, seed: { type: "string" } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const ms = Number(values.minutes) * 60_000;

await ensureInstalled("all");
await ensureBuilt();
const server = await startListened({
	HOSTBEAT_PASSWORD: PASSWORDS.admin,
	HOSTBEAT_VIEWER_PASSWORD: PASSWORDS.viewer,
});
const people = await bringPeople(server.url, PASSWORDS);
const spokenBefore = server.said().length;
console.log(`Asking for ${values.minutes} minutes, seed ${seed}.`);
const warm = await runFuzz({ url: server.url, people, seed: seed + 1_000, ms: Math.min(WARM_UP_MS, ms / 2) });
const before = await server.readHeldBytes();
const { seen, faults } = await runFuzz({ url: server.url, people, seed, ms });
faults.push(...warm.faults);

const grownMib = ((await server.readHeldBytes()) - before) / 2 ** 20;
const spoken = server.said().slice(spokenBefore);
const answer = await fetch(`${server.url}/api/health`, { headers: { Cookie: people.admin } });
const { status, sessions } = await answer.json();
await server.stop();

if (grownMib > MOST_GROWTH_MIB) faults.push(`memory grew by ${grownMib.toFixed(1)} MiB`);
if (spoken.length > 0) faults.push(`the log was made to say:\n${spoken.slice(0, 40).join("\n")}`);
if (status !== "ok") faults.push(`its health is then ${status}`);
if (sessions !== undefined && sessions !== 0) faults.push(`${sessions} streams stayed open`);

const asked = [...seen.values()].reduce((sum, count) => sum + count, 0);
const byStatus = [...seen].sort(([one], [other]) => Number(one) - Number(other));
console.log(
	`${asked.toLocaleString("en")} requests: ${byStatus.map(([one, count]) => `${count} × ${one ?? "hung up"}`).join(", ")}; ` +
		`memory grew by ${grownMib.toFixed(1)} MiB.`,
);
for (const fault of faults) console.error(`\n${fault}`);
console.log(
	faults.length === 0 ? "Only documented answers." : `${faults.length} faults. Again: --seed=${seed}`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
