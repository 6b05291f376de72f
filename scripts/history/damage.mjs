// @ts-check
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { startHostbeat } from "../server/spawn.mjs";
import { readRange } from "./server-kills.mjs";
import { Watcher } from "./watcher.mjs";

const FILE = "hostbeat.db";
const PAGE = 4_096;
const FREE_MS = 45_000;
const env = { HOSTBEAT_INTERVAL_MS: "250" };

/** What may have happened to a file. @type {{ name: string, damage: (whole: Buffer) => Buffer }[]} */
const DAMAGES = [
	{ name: "has a random page", damage: randomPage },
	{ name: "is truncated", damage: (whole) => whole.subarray(0, Math.floor(whole.length / 2) + 100) },
	{ name: "is all zeroes", damage: (whole) => Buffer.alloc(whole.length) },
	{ name: "is random", damage: (whole) => randomBytes(whole.length) },
];

/** @param {Buffer} whole */
function randomPage(whole) {
	const damaged = Buffer.from(whole);
	const at = Math.floor(whole.length / PAGE / 2) * PAGE;
	randomBytes(PAGE).copy(damaged, at);
	return damaged;
}

/** @param {Buffer} bytes */
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");

/**
 * Starts a real server on files that are damaged: each is set aside and not deleted; the server says so, begins a new
 * one, and its ticks go on.
 * @param {{ directory: string, whole: string, most: number, say: (line: string) => void }} options whole: a file as a server left it
 */
export async function proveDamage({ directory, whole, most, say }) {
	/** @type {string[]} */
	const complaints = [];
	for (const [index, { name, damage }] of DAMAGES.slice(0, most).entries()) {
		const place = join(directory, `damaged-${index}`);
		mkdirSync(place, { recursive: true });
		const damaged = damage(readFileSync(whole));
		writeFileSync(join(place, FILE), damaged);
		const { kept, facts } = await tryServer(place);
		const aside = readdirSync(place).find((file) => file.startsWith(`${FILE}.`) && !/-(wal|shm)$/.test(file));
		const told = facts.find((fact) => fact.kind === "setAside");
		const complain = (/** @type {string} */ what) => complaints.push(`a file that ${name}: ${what}`);
		if (kept?.state !== "kept") complain(`the history is ${kept?.state}: ${kept?.reason}`);
		// A chunk has a checksum of its own, and costs its own steps alone.
		if (aside === undefined && damage === randomPage) {
			say(`a file that ${name}: used as far as it can be`);
			continue;
		}
		if (aside === undefined) complain(`it is not set aside: ${readdirSync(place).join(", ")}`);
		else if (!isAlike(readFileSync(join(place, aside)), damaged)) complain("it is not there as it was");
		if (told?.kind !== "setAside") complain(`nobody is told: ${JSON.stringify(facts)}`);
		else if (aside && !told.detail.file.endsWith(aside))
			complain(`told is ${told.detail.file}, it is ${aside}`);
		say(`a file that ${name}: set aside as ${aside}`);
	}
	complaints.push(...(await proveNewer({ directory, whole, say })));
	return complaints;
}

/**
 * Whether all is as it was, but for a page or two that SQLite writes to whatever it opens.
 * @param {Buffer} one
 * @param {Buffer} other
 */
function isAlike(one, other) {
	let changed = 0;
	for (let at = 0; at < other.length; at += PAGE) {
		if (!one.subarray(at, at + PAGE).equals(other.subarray(at, at + PAGE))) changed++;
	}
	return one.length === other.length && changed <= 2;
}

/**
 * A file of a later version is left as it is.
 * @param {{ directory: string, whole: string, say: (line: string) => void }} options
 */
async function proveNewer({ directory, whole, say }) {
	const place = join(directory, "newer");
	mkdirSync(place, { recursive: true });
	const file = join(place, FILE);
	writeFileSync(file, readFileSync(whole));
	const database = new DatabaseSync(file);
	database.exec("PRAGMA journal_mode = DELETE; PRAGMA user_version = 9999");
	database.close();
	const before = hash(readFileSync(file));
	const { kept } = await tryServer(place, "memory");
	say(`a file of a later version: ${kept?.reason}`);
	const isLeft = hash(readFileSync(file)) === before;
	if (kept?.state !== "memory" || !kept.reason) return [`a file of a later version: it is ${kept?.state}`];
	return isLeft ? [] : ["a file of a later version was changed"];
}

/**
 * @param {string} directory
 * @param {"kept" | "memory"} [wanted]
 */
async function tryServer(directory, wanted = "kept") {
	const server = await startHostbeat({ env: { ...env, HOSTBEAT_DATA_DIR: directory } });
	const watcher = new Watcher(server.url);
	await watcher.until(
		`a history that is ${wanted}, and ticks`,
		() => watcher.kept?.state === wanted && watcher.ticks.size > 4,
	);
	const { facts } = await readRange(server.url, watcher.newest - 60_000, watcher.newest);
	watcher.close();
	await server.stop();
	return { kept: watcher.kept, facts };
}

/**
 * Two servers on one directory: the second says so and remembers only, and the first is none the worse. With `untilFree`
 * also that the second takes over once the first has ended, which it tries each half minute.
 * @param {{ directory: string, untilFree: boolean, say: (line: string) => void }} options
 */
export async function proveTwo({ directory, untilFree, say }) {
	const settings = { env: { ...env, HOSTBEAT_DATA_DIR: directory } };
	const first = await startHostbeat(settings);
	const one = new Watcher(first.url);
	await one.until("a history that is kept", () => one.kept?.state === "kept");
	const second = await startHostbeat(settings);
	const two = new Watcher(second.url);
	await two.until("ticks of the second", () => two.ticks.size > 4 && two.kept !== null);
	const seen = one.newest;
	await one.until("ticks of the first", () => one.newest > seen + 1_000);
	const { series } = await readRange(first.url, seen, one.newest);
	const refused = two.kept;
	one.close();
	await first.stop();
	if (untilFree)
		await two.until("a history that is kept by the second", () => two.kept?.state === "kept", FREE_MS);
	two.close();
	await second.stop();
	say(`a second server: ${refused?.reason}`);
	const complaints = [];
	if (refused?.state !== "memory" || !refused.reason)
		complaints.push(`the second server's is ${refused?.state}`);
	if (one.kept?.state !== "kept") complaints.push(`the first server's is ${one.kept?.state}`);
	if ((series[0]?.points.length ?? 0) < 3) complaints.push("the first server has not gone on");
	return complaints;
}
