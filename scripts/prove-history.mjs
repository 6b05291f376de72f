// @ts-check
// Proves on this machine what is promised of the history: whatever ends its writer, whatever becomes of its file and of
// the disk under it, nothing that was kept is lost, none comes twice, and the dashboard goes on.
// node scripts/prove-history.mjs [--kills=200] [--server-kills=10] [--seed=1] [--only=kills,servers,damage,two,disk] [--short] [--json]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { proveDamage, proveTwo } from "./history/damage.mjs";
import { proveFullDisk } from "./history/full-disk.mjs";
import { proveKills } from "./history/kills.mjs";
import { proveServerKills } from "./history/server-kills.mjs";
import { loadHistory } from "./history/store.mjs";
import { ensureBuilt, ensureInstalled } from "./prepare.mjs";

const { values } = parseArgs({
	options: {
		kills: { type: "string" },
		"server-kills": { type: "string" },
		seed: { type: "string", default: "1" },
		only: { type: "string" },
		short: { type: "boolean", default: false },
		json: { type: "boolean", default: false },
	},
});
const kills = Number(values.kills ?? (values.short ? 10 : 200));
const serverKills = Number(values["server-kills"] ?? (values.short ? 1 : 10));
const seed = Number(values.seed);
const say = (/** @type {string} */ line) => console.log(line);

await ensureInstalled("all");
await ensureBuilt();
const room = await loadHistory();
const directory = mkdtempSync(join(tmpdir(), "hostbeat-history-"));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));

/** @type {Record<string, () => Promise<string[] | null>>} */
const parts = {
	async kills() {
		const { complaints, ...counts } = await proveKills(room, { directory, kills, seed, say });
		const { told, checked, lostPages, said, pushed } = counts;
		const numbers = [told, said, pushed, checked, lostPages].map((number) => number.toLocaleString("en"));
		say(
			`${kills} kills: ${numbers[0]} seconds, ${numbers[1]} lines of a job and ${numbers[2]} pushed readings acknowledged, ${numbers[3]} ticks looked at, and ${numbers[4]} pages of the log lost to cuts of the power`,
		);
		return complaints;
	},
	servers: () => proveServerKills({ kills: serverKills, seed, say }),
	// A file with a little of everything in it, which the kills have left.
	damage: () =>
		proveDamage({
			directory,
			whole: join(directory, "looked-at", "hostbeat.db"),
			most: values.short ? 1 : 4,
			say,
		}),
	two: () => proveTwo({ directory: join(directory, "two"), untilFree: !values.short, say }),
	disk: () => proveFullDisk({ say }),
};

const asked = values.only?.split(",") ?? Object.keys(parts);
/** @type {string[]} */
const complaints = [];
/** @type {string[]} */
const skipped = [];
for (const name of asked) {
	const part = parts[name];
	if (!part) throw new RangeError(`--only: expected some of ${Object.keys(parts)}, got "${name}"`);
	if (name === "damage" && !asked.includes("kills"))
		await proveKills(room, { directory, kills: 1, seed, say });
	const found = await part().catch((error) => [`${name}: ${error instanceof Error ? error.stack : error}`]);
	if (found === null) skipped.push(name);
	else complaints.push(...found);
}
for (const complaint of complaints) console.error(complaint);
if (values.json) console.log(JSON.stringify({ complaints, skipped }));
else console.log(complaints.length === 0 ? "All as promised." : `${complaints.length} not as promised`);
process.exit(complaints.length === 0 ? 0 : 1);
