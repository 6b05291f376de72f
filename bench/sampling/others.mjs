// @ts-check
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findFirst, placesOf } from "../../scripts/checks/find-program.mjs";
import { listDescendants, signalAll } from "../../scripts/process/family.mjs";
import { endWithUs } from "../../scripts/process/lifetime.mjs";
import { environment } from "../../scripts/project.mjs";

/** @typedef {{ pid: number, stop: () => Promise<void> }} Running */
/** Starts one that is compared, or says why it cannot. @typedef {() => Promise<Running | { skipped: string }>} Start */

const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Running>}
 */
async function run(program, args, env = environment("production")) {
	const child = spawn(program, args, { env, stdio: "ignore" });
	const end = endWithUs(child);
	await once(child, "spawn");
	const pid = Number(child.pid);
	return {
		pid,
		async stop() {
			const family = listDescendants(pid);
			await end();
			signalAll(family, "SIGKILL");
		},
	};
}

/** @param {string[]} names @param {string[]} version */
const find = (names, version) => findFirst(placesOf({ names, places: [] }), version);

/** A directory that goes when what runs in it has ended. @param {(directory: string) => Promise<Running>} start */
async function inDirectory(start) {
	const directory = mkdtempSync(join(tmpdir(), "hostbeat-bench-"));
	const running = await start(directory);
	return {
		...running,
		async stop() {
			await running.stop();
			rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

/** A port of this machine that nothing uses now. @returns {Promise<number>} */
function findPort() {
	return new Promise((resolve, reject) => {
		const server = createServer().on("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
			server.close(() => resolve(port));
		});
	});
}

/**
 * Asks an address each second, as those do who collect; their own cost is not counted. At the end at least one answer
 * must have come, or something else was measured than was meant.
 * @param {Running} running
 * @param {string} url
 * @returns {Running}
 */
function polled(running, url) {
	let answers = 0;
	const timer = setInterval(() => {
		get(url, { agent: false, timeout: 900 }, (response) => {
			if (response.statusCode === 200) answers++;
			response.resume();
		}).on("error", () => {});
	}, 1_000);
	return {
		pid: running.pid,
		async stop() {
			clearInterval(timer);
			await running.stop();
			if (answers === 0) throw new Error(`${url} never answered`);
		},
	};
}

/** The base: a Node that does nothing once a second. @type {Start} */
export const startTimer = () => run(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);

/** systeminformation's functions, called each second. @type {Start} */
export const startNaive = () => run(process.execPath, [here("./naive.mjs")]);

/** The floor: the same files in C. @type {Start} */
export async function startFloor() {
	const compiler = await find(["cc", "gcc", "clang"], ["--version"]);
	if (!compiler) return { skipped: "no C compiler is here" };
	return inDirectory((directory) => {
		const program = join(directory, "floor");
		const { status, stderr } = spawnSync(compiler, ["-O2", "-o", program, here("./floor.c")], {
			encoding: "utf8",
		});
		if (status !== 0) throw new Error(`${compiler}: ${stderr.trim()}`);
		return run(program, []);
	});
}

/** @type {Start} */
export async function startNodeExporter() {
	const program = await find(["node_exporter", "prometheus-node-exporter"], ["--version"]);
	if (!program) return { skipped: "node_exporter is not here (Debian: prometheus-node-exporter)" };
	const address = `127.0.0.1:${await findPort()}`;
	const running = await run(program, [`--web.listen-address=${address}`]);
	return polled(running, `http://${address}/metrics`);
}

const PLUGINS = [
	...["apps", "cgroups", "charts.d", "cups", "debugfs", "diskspace", "ebpf", "fping", "freeipmi", "go.d"],
	...[
		"idlejitter",
		"ioping",
		"loggers",
		"netdata monitoring",
		"netdata monitoring extended",
		"network-viewer",
	],
	...[
		"nfacct",
		"node.d",
		"perf",
		"profile",
		"python.d",
		"slabinfo",
		"statsd",
		"systemd-journal",
		"tc",
		"timex",
	],
	...["xenstat", "enable running new plugins"],
];

/**
 * Netdata, as it comes or with its plugin for /proc alone; in directories of its own, on loopback, and telling nobody.
 * @param {{ procOnly: boolean }} options
 * @returns {Start}
 */
export const startNetdata =
	({ procOnly }) =>
	async () => {
		const program = await find(["netdata"], ["-V"]);
		if (!program) return { skipped: "netdata is not here" };
		const port = await findPort();
		return inDirectory(async (directory) => {
			for (const name of ["etc", "lib/cloud.d", "cache", "log", "home"]) {
				mkdirSync(join(directory, name), { recursive: true });
			}
			const quiet = PLUGINS.map((name) => `    ${name} = no`).join("\n");
			const file = join(directory, "etc/netdata.conf");
			writeFileSync(
				file,
				`[global]
    run as user = ${process.getuid?.() === 0 ? "root" : (process.env.USER ?? "nobody")}
[directories]
    config = ${directory}/etc
    lib = ${directory}/lib
    cache = ${directory}/cache
    log = ${directory}/log
    home = ${directory}/home
[web]
    bind to = 127.0.0.1
    default port = ${port}
[registry]
    enabled = no
${procOnly ? `[plugins]\n    proc = yes\n${quiet}\n` : ""}`,
			);
			writeFileSync(join(directory, "lib/cloud.d/cloud.conf"), "[global]\n    enabled = no\n");
			writeFileSync(join(directory, "etc/.opt-out-from-anonymous-statistics"), "");
			return run(program, ["-D", "-c", file, "-P", join(directory, "netdata.pid")], {
				...environment("production"),
				DO_NOT_TRACK: "1",
			});
		});
	};

/**
 * Glances, without an output or with its pages asked for each second.
 * @param {{ web: boolean }} options
 * @returns {Start}
 */
export const startGlances =
	({ web }) =>
	async () => {
		const program = await find(["glances"], ["--version"]);
		if (!program) return { skipped: "glances is not here" };
		if (web && spawnSync("python3", ["-c", "import bottle"]).status !== 0) {
			return { skipped: "its web part needs bottle (Debian: python3-bottle), which is not here" };
		}
		const port = await findPort();
		return inDirectory(async (directory) => {
			const file = join(directory, "glances.conf");
			writeFileSync(file, "[global]\ncheck_update=false\n");
			const mode = web ? ["-w", "-B", "127.0.0.1", "-p", String(port), "--disable-webui"] : ["-q"];
			const args = [...mode, "-t", "1", "-C", file, "--disable-check-update"];
			const running = await run(program, args, { ...environment("production"), HOME: directory });
			return web ? polled(running, `http://127.0.0.1:${port}/api/3/all`) : running;
		});
	};
