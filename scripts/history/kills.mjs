// @ts-check
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "@photostructure/sqlite";
import { Random } from "../../bench/history/random.mjs";
import { ROOT } from "../project.mjs";
import { accountFor } from "./account.mjs";
import { cutPower } from "./power.mjs";
import { accountForSaid } from "./said.mjs";

/** @typedef {import("../../lib/history/protocol").DiskOptions} DiskOptions */
/** @typedef {Awaited<ReturnType<typeof import("./store.mjs").loadHistory>>} Room */

const LATEST_MS = 450;
const START_MS = 30_000;
const WRITER = join(ROOT, "scripts/history/writer.mjs");

/**
 * Tiers that are short, so that in a second of many thousand ticks chunks are sealed, rolled up and pruned many times.
 * @param {Room} room
 * @param {string} file
 * @returns {DiskOptions}
 */
export function makeOptions(room, file) {
	return {
		file,
		intervalMs: 1_000,
		tiers: room.parseTiers("1s:2h,10s:6h,1m:1d,15m:4d"),
		maxBytes: 2 ** 30,
		version: "1.0.0",
		bootId: "boot",
		recentMs: 60_000,
	};
}

/**
 * Kills what writes a history again and again, at moments that a seed decides, and looks each time at what is there, and
 * at what would be there if the power had been cut.
 * @param {Room} room
 * @param {{ directory: string, kills: number, seed: number, say: (line: string) => void }} options
 */
export async function proveKills(room, { directory, kills, seed, say }) {
	const random = new Random(seed);
	const options = makeOptions(room, join(directory, "kills", "hostbeat.db"));
	/** @type {string[]} */
	const complaints = [];
	/** @type {Set<number>} */
	const unsure = new Set();
	let acknowledged = 0;
	let told = 0;
	let checked = 0;
	let lostPages = 0;
	const lines = { said: 0, pushed: 0 };
	for (let kill = 1; kill <= kills && complaints.length === 0; kill++) {
		const after = Math.floor(random.unit() * LATEST_MS);
		const wrote = await killWriter(options, random.below(2 ** 30), after);
		complaints.push(...wrote.complaints);
		told += wrote.acknowledged === 0 ? 0 : (wrote.acknowledged - (acknowledged || wrote.first)) / 1_000;
		acknowledged = Math.max(acknowledged, wrote.acknowledged);
		lines.said = Math.max(lines.said, wrote.said);
		lines.pushed = Math.max(lines.pushed, wrote.pushed);
		const copy = copyAside(options.file, join(directory, "looked-at"));
		const isLast = kill === kills;
		const found = lookAt(room, { ...options, file: copy }, acknowledged, unsure, {
			...lines,
			isWhole: isLast,
		});
		complaints.push(...found.complaints.map((what) => `kill ${kill}, ${after} ms in: ${what}`));
		checked += found.ticks;
		const cut = copyAside(options.file, join(directory, "looked-at"));
		lostPages += cutPower(cut, random, `${options.file}-shm`);
		const left = lookAt(room, { ...options, file: cut }, 0);
		complaints.push(...left.complaints.map((what) => `kill ${kill}, with the power cut: ${what}`));
		// What was told last and not acknowledged may be there or not: from here on it is.
		if (found.newest > acknowledged) unsure.add(found.newest);
		acknowledged = Math.max(acknowledged, found.newest);
		if (kill % 20 === 0) say(`${kill} kills, ${told.toLocaleString("en")} seconds acknowledged`);
	}
	return { complaints, told, checked, lostPages, ...lines };
}

/**
 * Starts a writer, kills it so long after its first word, and says what it acknowledged up to then.
 * @param {DiskOptions} options
 * @param {number} seed
 * @param {number} afterMs
 */
export async function killWriter(options, seed, afterMs) {
	const settings = JSON.stringify({ options, seed });
	const child = spawn(process.execPath, [WRITER, settings], { stdio: ["ignore", "pipe", "inherit"] });
	const kill = () => child.kill("SIGKILL");
	process.once("exit", kill);
	const late = setTimeout(kill, START_MS);
	/** @type {string[]} */
	const complaints = [];
	let [first, acknowledged] = [0, 0];
	const lines = { said: 0, pushed: 0 };
	// All that was in the pipe when it died is still read.
	for await (const line of createInterface({ input: child.stdout })) {
		const [word = "", number] = line.split(" ");
		if (word === "broken") complaints.push(line);
		else if (word === "said" || word === "pushed") lines[word] = Number(number);
		else acknowledged = Number(line);
		if (first !== 0) continue;
		first = acknowledged;
		clearTimeout(late);
		setTimeout(kill, afterMs);
	}
	clearTimeout(late);
	process.off("exit", kill);
	if (first === 0 && complaints.length === 0) complaints.push(`it kept nothing within ${START_MS / 1_000} s`);
	return { complaints, first, acknowledged, ...lines };
}

/**
 * The file with what belongs to it as they are now, so that the next writer finds them as the kill left them.
 * @param {string} file
 * @param {string} directory
 */
export function copyAside(file, directory) {
	rmSync(directory, { recursive: true, force: true });
	mkdirSync(directory, { recursive: true });
	const copy = join(directory, "hostbeat.db");
	for (const ending of ["", "-wal"])
		if (existsSync(file + ending)) copyFileSync(file + ending, copy + ending);
	return copy;
}

/**
 * Opens a history, holds it against what it was told, and has SQLite check its file.
 * @param {Room} room
 * @param {DiskOptions} options
 * @param {number} acknowledged
 * @param {ReadonlySet<number>} [unsure]
 * @param {{ said: number, pushed: number, isWhole: boolean }} [lines]
 */
export function lookAt(
	room,
	options,
	acknowledged,
	unsure = new Set(),
	lines = { said: 0, pushed: 0, isWhole: false },
) {
	/** @type {import("../../lib/history/disk-history").DiskHistory} */
	let history;
	try {
		history = room.openDiskHistory(options);
	} catch (error) {
		return { complaints: [`it does not open: ${error}`], newest: 0, ticks: 0 };
	}
	const found = accountFor(history, acknowledged, unsure);
	const { complaints } = accountForSaid(history, lines, lines.isWhole);
	history.close();
	const database = new DatabaseSync(options.file);
	const [row] = database.prepare("PRAGMA integrity_check").all();
	database.close();
	const verdict = Object.values(row ?? {}).join();
	return {
		...found,
		complaints: [...found.complaints, ...complaints, ...(verdict === "ok" ? [] : [`integrity: ${verdict}`])],
	};
}
