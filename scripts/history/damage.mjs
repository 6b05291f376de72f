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
const env = { HOSTBEAT_INTERVAL_MS: "250" };

/** What may have happened to a file, and whether it is then of no use. @type {{ name: string, isLost: boolean, damage: (whole: Buffer) => Buffer }[]} */
const DAMAGES = [
	{
		name: "truncated",
		isLost: true,
		damage: (whole) => whole.subarray(0, Math.floor(whole.length / 2) + 100),
	},
	{ name: "zeroed", isLost: true, damage: (whole) => Buffer.alloc(whole.length) },
	{ name: "random", isLost: true, damage: (whole) => randomBytes(whole.length) },
	{ name: "with a random page", isLost: false, damage: randomPage },
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
 * Starts a real server on files that are damaged: each is set aside and not deleted, or used as far as it can be; the
 * server says so, begins a new one, and its ticks go on.
 * @param {{ directory: string, whole: string, say: (line: string) => void }} options whole: a file as a server left it
 */
export async function proveDamage({ directory, whole, say }) {
	/** @type {string[]} */
	const complaints = [];
	for (const { name, isLost, damage } of DAMAGES) {
		const place = join(directory, name.replaceAll(" ", "-"));
		mkdirSync(place, { recursive: true });
		const damaged = damage(readFileSync(whole));
		writeFileSync(join(place, FILE), damaged);
		const { kept, facts } = await tryServer(place);
		const aside = readdirSync(place).filter((file) => file !== FILE && !/-(wal|shm|journal)$/.test(file));
		const isSafe = aside.some((file) => hash(readFileSync(join(place, file))) === hash(damaged));
		const told = facts.find((fact) => fact.kind === "setAside");
		const complain = (/** @type {string} */ what) => complaints.push(`a file that is ${name}: ${what}`);
		if (kept?.state !== "kept") complain(`the history is ${kept?.state}: ${kept?.reason}`);
		if (isLost || aside.length > 0) {
			if (!isSafe) complain(`it is not there as it was: ${readdirSync(place).join(", ")}`);
			if (told?.kind !== "setAside") complain(`nobody is told: ${JSON.stringify(facts)}`);
			else if (!aside.some((file) => told.detail.file.endsWith(file)))
				complain(`told is ${told.detail.file}`);
		}
		say(
			`a file that is ${name}: ${aside.length > 0 ? `set aside as ${aside.join()}` : "used as far as it can be"}`,
		);
	}
	complaints.push(...(await proveNewer({ directory, whole, say })));
	return complaints;
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
 * Two servers on one directory: the second says so and remembers only, and the first is none the worse.
 * @param {{ directory: string, say: (line: string) => void }} options
 */
export async function proveTwo({ directory, say }) {
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
	one.close();
	two.close();
	await Promise.all([second.stop(), first.stop()]);
	say(`a second server: ${two.kept?.reason}`);
	const complaints = [];
	if (two.kept?.state !== "memory" || !two.kept.reason)
		complaints.push(`the second server's is ${two.kept?.state}`);
	if (one.kept?.state !== "kept") complaints.push(`the first server's is ${one.kept?.state}`);
	if ((series[0]?.points.length ?? 0) < 3) complaints.push("the first server has not gone on");
	return complaints;
}
