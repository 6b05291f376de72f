// @ts-check
import { spawn } from "node:child_process";
import {
	appendFileSync,
	closeSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { findProgram } from "../../scripts/checks/find-program.mjs";
import { Failure } from "../../scripts/failure.mjs";
import { runProgram } from "../../scripts/process/child.mjs";
import { endWithUs } from "../../scripts/process/lifetime.mjs";

/** @typedef {{ name: string, stepMs: number, blockMs: number, block: string }} Resolution how often there is a sample, and how long the files are that hold them */

const FLUSH_CHARACTERS = 4 * 2 ** 20;
const START_MS = 60_000;

/** @param {string} name */
const program = (name) =>
	findProgram({
		title: name,
		variable: `HOSTBEAT_TEST_${name.toUpperCase()}`,
		names: [name],
		places: [`/usr/bin/${name}`],
		version: ["--version"],
		package: "prometheus",
		unpacked: true,
	});

/** Prometheus and its promtool from Debian's package, or `null` where they are not to be had. */
export async function findPrometheus() {
	const [server, tool] = [await program("prometheus"), await program("promtool")];
	return server === null || tool === null ? null : { server, tool };
}

/** Samples of one resolution as promtool takes them in: one file of text for each block that will come of it. */
export class OpenMetricsText {
	#open = Number.NaN;
	#text = "";
	#directory;
	samples = 0;

	/**
	 * @param {string} directory
	 * @param {Resolution} resolution
	 * @param {readonly string[]} metrics
	 */
	constructor(directory, resolution, metrics) {
		this.resolution = resolution;
		this.#directory = join(directory, resolution.name);
		this.names = metrics.map((metric) => `hostbeat{metric="${metric}",every="${resolution.name}"} `);
		mkdirSync(this.#directory, { recursive: true });
	}

	/**
	 * @param {number} time
	 * @param {(series: number) => number} read `NaN`: not known
	 */
	add(time, read) {
		const block = Math.floor(time / this.resolution.blockMs);
		if (block !== this.#open) {
			this.end();
			this.#open = block;
			this.#text = "# TYPE hostbeat gauge\n";
		}
		const seconds = time / 1_000;
		for (const [at, name] of this.names.entries()) {
			const value = read(at);
			if (Number.isNaN(value)) continue;
			this.#text += `${name}${value} ${seconds}\n`;
			this.samples++;
		}
		if (this.#text.length > FLUSH_CHARACTERS) this.#flush();
	}

	end() {
		if (Number.isNaN(this.#open)) return;
		this.#text += "# EOF\n";
		this.#flush();
		this.#open = Number.NaN;
	}

	get files() {
		return readdirSync(this.#directory).map((file) => join(this.#directory, file));
	}

	#flush() {
		appendFileSync(join(this.#directory, `${this.#open}.txt`), this.#text);
		this.#text = "";
	}
}

/**
 * Makes blocks of these texts, and says how many bytes they are. The texts are removed.
 * @param {string} tool
 * @param {OpenMetricsText} text
 * @param {string} directory
 */
export async function importText(tool, text, directory) {
	const before = sizeOf(directory);
	for (const file of text.files) {
		const args = [
			"tsdb",
			"create-blocks-from",
			"openmetrics",
			`--max-block-duration=${text.resolution.block}`,
		];
		const { code, output } = await runProgram(tool, [...args, "--quiet", file, directory]);
		if (code !== 0) throw new Failure(`promtool could not import ${file}: ${output.trim()}`);
		rmSync(file);
	}
	return sizeOf(directory) - before;
}

/** @param {string} directory */
function sizeOf(directory) {
	mkdirSync(directory, { recursive: true });
	return readdirSync(directory, { recursive: true }).reduce((sum, file) => {
		const entry = statSync(join(directory, String(file)));
		return sum + (entry.isFile() ? entry.size : 0);
	}, 0);
}

/**
 * Starts Prometheus on what was imported, on loopback, with nothing to watch.
 * @param {string} server
 * @param {string} directory
 * @param {string} blocks
 */
export async function startPrometheus(server, directory, blocks) {
	const config = join(directory, "prometheus.yml");
	writeFileSync(config, "scrape_configs: []\n");
	const port = await findPort();
	const log = join(directory, "prometheus.log");
	const output = openSync(log, "w");
	const child = spawn(
		server,
		[
			...[`--config.file=${config}`, `--storage.tsdb.path=${blocks}`, "--storage.tsdb.retention.time=30y"],
			// It would otherwise begin to join the blocks while it is being asked.
			...["--storage.tsdb.min-block-duration=2h", "--storage.tsdb.max-block-duration=2h"],
			...["--query.max-samples=200000000", `--web.listen-address=127.0.0.1:${port}`],
		],
		{ stdio: ["ignore", output, output] },
	);
	closeSync(output);
	const stop = endWithUs(child);
	const url = `http://127.0.0.1:${port}`;
	const deadline = Date.now() + START_MS;
	for (;;) {
		const isReady = await fetch(`${url}/-/ready`)
			.then(({ ok }) => ok)
			.catch(() => false);
		if (isReady) return { url, stop };
		if (Date.now() > deadline || child.exitCode !== null) {
			throw new Failure(`Prometheus did not start: ${readFileSync(log, "utf8").slice(-2_000)}`);
		}
		await wait(100);
	}
}

/**
 * The mean, least and most of each step, which are three questions, as the bytes of the answers.
 * @param {string} url
 * @param {{ metrics: readonly string[], every: string, from: number, to: number, stepMs: number }} question
 */
export async function askPrometheus(url, { metrics, every, from, to, stepMs }) {
	const which = metrics.map((metric) => metric.replaceAll(/[.\\/]/g, "[$&]")).join("|");
	let bytes = 0;
	for (const how of ["avg", "min", "max"]) {
		const body = new URLSearchParams({
			query: `${how}_over_time(hostbeat{every="${every}",metric=~"${which}"}[${stepMs}ms])`,
			start: String(from / 1_000),
			end: String(to / 1_000),
			step: String(stepMs / 1_000),
		});
		const answer = await fetch(`${url}/api/v1/query_range`, { method: "POST", body });
		if (!answer.ok) throw new Failure(`Prometheus answered ${answer.status}: ${await answer.text()}`);
		bytes += (await answer.arrayBuffer()).byteLength;
	}
	return bytes;
}

/** @returns {Promise<number>} */
function findPort() {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.on("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
			server.close(() => resolve(port));
		});
	});
}
