// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "../failure.mjs";

const PERIOD_US = 100_000;
// A group counts as one program beside all others: on a busy machine it would not get what its quota leaves it.
const MOST_WEIGHT = 10_000;
const MOST_SHARES = 262_144;
const REMOVE_WITHIN_MS = 3_000;

/**
 * A real control group with limits. What is to run in it writes its number into each file of `join`, or is started by
 * `launcher`; `usage` is the kernel's own count of what it used, in microseconds, where that can be told from here.
 * @typedef {object} LimitedGroup
 * @property {string} made how, in words
 * @property {string[]} join
 * @property {string[]} launcher
 * @property {{ file: string, key: string | null, perMicrosecond: number } | null} usage
 * @property {() => Promise<void>} remove once nothing runs in it any more
 */

/** @typedef {{ cores: number, memoryBytes: number }} Wanted */
/** @typedef {{ type: string, mount: string, root: string, options: string[] }} Mount */

/**
 * Makes a group below (v1) or beside (v2) that of this process, so that limits that hold for us hold there too. Throws a
 * Failure that says why this machine cannot.
 * @param {Wanted} wanted
 * @returns {LimitedGroup}
 */
export function makeLimitedGroup(wanted) {
	if (process.platform !== "linux") throw new Failure("Only Linux has control groups.");
	if (existsSync("/run/systemd/system")) return makeScope(wanted);
	const mounts = readMounts();
	const paths = readOwnPaths();
	const reasons = [];
	for (const make of [makeV2, makeV1]) {
		try {
			return make(wanted, mounts, paths);
		} catch (error) {
			reasons.push(/** @type {Error} */ (error).message);
		}
	}
	throw new Failure(`This machine makes no limited control group: ${reasons.join("; ")}.`);
}

/**
 * @param {Wanted} wanted
 * @returns {LimitedGroup}
 */
function makeScope({ cores, memoryBytes }) {
	const properties = [`CPUQuota=${cores * 100}%`, `MemoryMax=${memoryBytes}`, `CPUWeight=${MOST_WEIGHT}`];
	const launcher = [
		"systemd-run",
		...(process.getuid?.() === 0 ? [] : ["--user"]),
		"--scope",
		"--quiet",
		"--collect",
		...properties.flatMap((property) => ["-p", property]),
		"--",
	];
	const { status, stderr, error } = spawnSync("systemd-run", [...launcher.slice(1), "true"], {
		encoding: "utf8",
	});
	if (status !== 0) {
		throw new Failure(`systemd makes no limited scope here: ${error?.message ?? stderr.trim()}.`);
	}
	return {
		made: `a scope of systemd (${properties.join(", ")})`,
		join: [],
		launcher,
		usage: null,
		remove: async () => {},
	};
}

/**
 * @param {Wanted} wanted
 * @param {Mount[]} mounts
 * @param {Map<string, string>} paths
 * @returns {LimitedGroup}
 */
function makeV2({ cores, memoryBytes }, mounts, paths) {
	const mount = mounts.find(({ type }) => type === "cgroup2");
	if (!mount) throw new Error("v2 is not mounted");
	const controllers = readWords(join(mount.mount, "cgroup.controllers"));
	const lacking = ["cpu", "memory"].filter((name) => !controllers.includes(name));
	if (lacking.length > 0)
		throw new Error(`v2 at ${mount.mount} has no ${lacking.join(" and no ")} controller`);
	// A group with processes has no limited children: the next one above that gives its children limits.
	const parts = (paths.get("") ?? "/").slice(mount.root === "/" ? 1 : mount.root.length + 1).split("/");
	while (parts.length > 0 && !giveLimits(join(mount.mount, ...parts))) parts.pop();
	if (parts.length === 0 && !giveLimits(mount.mount))
		throw new Error("no group of v2 here limits its children");
	const directory = makeDirectory(join(mount.mount, ...parts));
	writeFileSync(join(directory, "cpu.max"), `${cores * PERIOD_US} ${PERIOD_US}`);
	writeFileSync(join(directory, "memory.max"), String(memoryBytes));
	writeFileSync(join(directory, "cpu.weight"), String(MOST_WEIGHT));
	return {
		made: `a group of v2 (${directory})`,
		join: [join(directory, "cgroup.procs")],
		launcher: [],
		usage: { file: join(directory, "cpu.stat"), key: "usage_usec", perMicrosecond: 1 },
		remove: () => remove([directory]),
	};
}

/** @param {string} directory */
function giveLimits(directory) {
	const given = readWords(join(directory, "cgroup.subtree_control"));
	return given.includes("cpu") && given.includes("memory");
}

/**
 * @param {Wanted} wanted
 * @param {Mount[]} mounts
 * @param {Map<string, string>} paths
 * @returns {LimitedGroup}
 */
function makeV1({ cores, memoryBytes }, mounts, paths) {
	/** @type {Map<string, string>} */
	const made = new Map();
	/** @param {string} controller */
	const make = (controller) => {
		const mount = mounts.find(({ type, options }) => type === "cgroup" && options.includes(controller));
		const path = paths.get(controller);
		if (!mount || path === undefined) throw new Error(`v1 has no ${controller} hierarchy here`);
		const parent = join(mount.mount, path.slice(mount.root === "/" ? 0 : mount.root.length));
		const directory = made.get(parent) ?? makeDirectory(parent);
		made.set(parent, directory);
		return directory;
	};
	try {
		const cpu = make("cpu");
		const usage = make("cpuacct");
		const memory = make("memory");
		writeFileSync(join(cpu, "cpu.cfs_period_us"), String(PERIOD_US));
		writeFileSync(join(cpu, "cpu.cfs_quota_us"), String(cores * PERIOD_US));
		writeFileSync(join(memory, "memory.limit_in_bytes"), String(memoryBytes));
		writeFileSync(join(cpu, "cpu.shares"), String(MOST_SHARES));
		const directories = [...new Set(made.values())];
		return {
			made: `groups of v1 (${directories.join(", ")})`,
			join: directories.map((directory) => join(directory, "cgroup.procs")),
			launcher: [],
			usage: { file: join(usage, "cpuacct.usage"), key: null, perMicrosecond: 1_000 },
			remove: () => remove(directories),
		};
	} catch (error) {
		for (const directory of made.values()) rmdirSync(directory);
		throw error;
	}
}

/** @param {string} parent */
function makeDirectory(parent) {
	const directory = join(parent, `hostbeat-limits-${process.pid}-${Date.now()}`);
	mkdirSync(directory);
	return directory;
}

/**
 * A group is busy for a moment after the last of its processes ended.
 * @param {string[]} directories
 */
async function remove(directories) {
	const deadline = performance.now() + REMOVE_WITHIN_MS;
	for (const directory of directories) {
		for (;;) {
			try {
				rmdirSync(directory);
				break;
			} catch (error) {
				if (performance.now() > deadline) throw error;
				await wait(20);
			}
		}
	}
}

/** @returns {Mount[]} */
function readMounts() {
	return readLines("/proc/self/mountinfo").flatMap((line) => {
		const [before = "", after = ""] = line.split(" - ");
		const [, , , root, mount] = before.split(" ");
		const [type, , options] = after.split(" ");
		return root && mount && type ? [{ type, mount, root, options: options?.split(",") ?? [] }] : [];
	});
}

/** The path of this process by the name of each controller; that of v2 has none. */
function readOwnPaths() {
	const lines = readLines("/proc/self/cgroup").map((line) => /^\d+:([^:]*):(.*)$/.exec(line));
	return new Map(
		lines.flatMap((line) => (line?.[1] ?? "").split(",").map((name) => [name, line?.[2] ?? "/"])),
	);
}

/** @param {string} path */
const readLines = (path) => readFileSync(path, "utf8").split("\n").filter(Boolean);

/** @param {string} path */
const readWords = (path) => readFileSync(path, "utf8").trim().split(/\s+/);
