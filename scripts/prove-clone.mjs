// @ts-check
// Proves on this machine what the README promises of `npm start`: from a bare clone and an empty home to a page that
// answers, again after being killed at a bad moment, and gone without a trace when asked to end.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { ROOT } from "./project.mjs";

const NOBODY = 65534;
const STARTED = /^Hostbeat is at (\S+)$/;

/**
 * @typedef {{ uid: number, gid: number } | undefined} User undefined: the one who runs this
 * @typedef {{ pid: number, url: Promise<string>, ended: Promise<number | null> }} Started
 */

/**
 * @param {string} directory
 * @param {User} user
 * @returns {Started}
 */
function start(directory, user) {
	const inherited = Object.entries(process.env).filter(
		([name]) => !/^npm_|^HOSTBEAT_|^NODE_ENV$|^HOST$/.test(name),
	);
	/** @type {NodeJS.ProcessEnv} */
	const env = {
		.../** @type {NodeJS.ProcessEnv} */ (Object.fromEntries(inherited)),
		HOME: join(directory, "home"),
		PORT: "0",
	};
	const child = spawn("npm", ["start"], {
		cwd: join(directory, "clone"),
		env,
		detached: true,
		stdio: /** @type {const} */ (["ignore", "pipe", "pipe"]),
		...user,
	});
	/** @type {string[]} */
	const lines = [];
	/** @type {Promise<number | null>} */
	const ended = new Promise((resolve) => child.on("exit", resolve));
	/** @type {Promise<string>} */
	const url = new Promise((resolve, reject) => {
		for (const stream of [child.stdout, child.stderr]) {
			createInterface(stream).on("line", (line) => {
				lines.push(line);
				const found = STARTED.exec(line)?.[1];
				if (found !== undefined) resolve(found);
			});
		}
		ended.then((code) => reject(new Error(`npm start ended with ${code}:\n${lines.join("\n")}`)));
	});
	// Whoever kills on purpose does not wait for the address.
	url.catch(() => {});
	return { pid: child.pid ?? 0, url, ended };
}

/**
 * The processes that run in a directory or below, which is how one finds what a start has left behind.
 * @param {string} directory
 */
function listProcessesIn(directory) {
	return readdirSync("/proc")
		.filter((entry) => /^\d+$/.test(entry))
		.filter((pid) => {
			try {
				return readlinkSync(`/proc/${pid}/cwd`).startsWith(directory);
			} catch {
				// Ended meanwhile.
				return false;
			}
		});
}

/** @param {string} directory */
async function requireNoneLeft(directory) {
	for (let tries = 0; tries < 30; tries++) {
		if (listProcessesIn(directory).length === 0) return;
		await wait(100);
	}
	throw new Error(`Left behind: processes ${listProcessesIn(directory).join(", ")}`);
}

/**
 * @param {string} url
 * @returns {Promise<import("node:http").IncomingMessage>}
 */
function open(url) {
	return new Promise((resolve, reject) => get(url, { agent: false }, resolve).on("error", reject));
}

/** @param {string} url */
async function requirePage(url) {
	const { statusCode } = await open(url).then((response) => response.resume());
	if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}`);
}

/**
 * @param {string} what
 * @param {() => Promise<void>} work
 */
async function time(what, work) {
	const began = performance.now();
	await work();
	console.log(`${((performance.now() - began) / 1_000).toFixed(1).padStart(7)} s  ${what}`);
}

/**
 * @param {string} directory
 * @param {User} user
 */
async function prove(directory, user) {
	/** @param {Started} started */
	const kill = async ({ pid, ended }) => {
		process.kill(-pid, "SIGKILL");
		await ended;
		await requireNoneLeft(directory);
	};
	let running = /** @type {Started} */ ({});
	const begin = async () => {
		running = start(directory, user);
		await requirePage(await running.url);
	};
	await time("to the page, from a bare clone", begin);
	await time("killed while serving", () => kill(running));
	await time("killed in the middle of an install", async () => {
		rmSync(join(directory, "clone", "node_modules"), { recursive: true, force: true });
		running = start(directory, user);
		await wait(4_000);
		await kill(running);
	});
	await time("to the page, after that", begin);
	await time("killed while serving", () => kill(running));
	await time("to the page, installed and built", begin);
	await time("ended by SIGTERM to npm, with a stream open", async () => {
		const stream = await open(`${await running.url}/api/stream`);
		stream.on("error", () => {}).resume();
		process.kill(running.pid, "SIGTERM");
		await running.ended;
		await requireNoneLeft(directory);
	});
	await time("killed -9 npm alone, and the rest followed", async () => {
		await begin();
		process.kill(running.pid, "SIGKILL");
		await running.ended;
		await requireNoneLeft(directory);
	});
	await time("ended by SIGTERM in the middle of a build", async () => {
		rmSync(join(directory, "clone", ".next"), { recursive: true, force: true });
		running = start(directory, user);
		await wait(4_000);
		process.kill(running.pid, "SIGTERM");
		await running.ended;
		await requireNoneLeft(directory);
	});
	await time("to the page, after that", begin);
	await kill(running);
}

/**
 * @param {string} title
 * @param {User} user
 */
async function proveAs(title, user) {
	console.log(title);
	const directory = mkdtempSync(join(tmpdir(), "hostbeat-clone-"));
	try {
		mkdirSync(join(directory, "home"));
		spawnSync("git", ["clone", "--quiet", ROOT, join(directory, "clone")], { stdio: "inherit" });
		if (user) spawnSync("chown", ["-R", `${user.uid}:${user.gid}`, directory]);
		await prove(directory, user);
	} finally {
		for (const pid of listProcessesIn(directory)) process.kill(Number(pid), "SIGKILL");
		rmSync(directory, { recursive: true, force: true });
	}
}

await proveAs("As the one who runs this:", undefined);
if (process.getuid?.() === 0) await proveAs("As nobody:", { uid: NOBODY, gid: NOBODY });
