// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { must } from "../../namespaces/setup.mjs";
import { runProgram } from "../../process/child.mjs";
import { endWithUs } from "../../process/lifetime.mjs";
import { ask, askTwice } from "../ask.mjs";
import { measureLoad, startLoad } from "../load.mjs";
import { judge } from "../rows.mjs";

/**
 * @typedef {import("../run.mjs").Context} Context
 * @typedef {import("../rows.mjs").Row} Row
 * @typedef {import("../load.mjs").Load} Load
 */

// Reserved for documentation (RFC 5737); nothing routes them, and the namespace has no way out besides.
const [NEAR, FAR] = ["192.0.2.1", "192.0.2.2"];
const PORT = 5_201;
/** The pair's near end, which is an interface like any other here. */
const NAME = "near0";
const RATE = "200M";
const SHORT_QUEUE = ["tbf", "rate", "150mbit", "burst", "16k", "limit", "32k"];
// The load lies within both windows, and nothing else uses the pair: what is left are the milliseconds to which the
// times of the readings are told, 1 of each 1,000.
const LIMIT_SHARE = 0.002;

/**
 * The other end of a network that is ours alone, in a namespace of its own; it holds until it is closed.
 * @typedef {{ enter: (program: string, args: string[]) => [string, string[]], close: () => Promise<void> }} Far
 */

/** Makes a pair of interfaces between this namespace and one more. @returns {Promise<Far>} */
export async function openFar() {
	const child = spawn(
		"unshare",
		["--net", process.execPath, "-e", "console.log(1); setInterval(() => {}, 1e6)"],
		{
			stdio: ["ignore", "pipe", "inherit"],
		},
	);
	const close = endWithUs(child);
	await once(child.stdout, "data");
	const far = ["nsenter", "--target", String(child.pid), "--net"];
	await must("ip", "link", "add", NAME, "type", "veth", "peer", "name", "far0", "netns", String(child.pid));
	await must("ip", "address", "add", `${NEAR}/30`, "dev", NAME);
	await must("ip", "link", "set", NAME, "up");
	await must(far[0] ?? "", ...far.slice(1), "ip", "address", "add", `${FAR}/30`, "dev", "far0");
	await must(far[0] ?? "", ...far.slice(1), "ip", "link", "set", "far0", "up");
	return {
		enter: (program, args) => ["nsenter", [...far.slice(1), program, ...args]],
		close,
	};
}

const sink = `
const net = require("node:net");
net.createServer((socket) => socket.on("error", () => {}).pipe(socket)).listen(${PORT}, "${FAR}", () => console.log("ready"));`;
const source = `
const chunk = Buffer.alloc(64 * 1024, 1);
const socket = require("node:net").connect(${PORT}, "${FAR}").on("data", () => {});
setInterval(() => socket.writableLength < 1e6 && socket.write(chunk), 10);`;

/**
 * Traffic to the other end and back: by iperf3 where it is, else by Node.
 * @param {Far} far
 * @param {Context["programs"]} programs
 * @returns {Promise<{ start: () => Promise<Load>, end: () => Promise<void>, title: string }>}
 */
async function prepareTraffic(far, { iperf3 }) {
	const [program, args] = iperf3
		? far.enter(iperf3.path, ["--server", "--bind", FAR, "--port", String(PORT), "--forceflush"])
		: far.enter(process.execPath, ["-e", sink]);
	const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
	const end = endWithUs(child);
	await once(child.stdout, "data");
	child.stdout.resume();
	const client = ["--client", FAR, "--port", String(PORT), "--bidir", "--bitrate", RATE, "--time", "600"];
	return {
		start: () => (iperf3 ? startLoad(iperf3.path, client) : startLoad(process.execPath, ["-e", source])),
		end,
		title: iperf3 ? "iperf3" : "a TCP stream",
	};
}

/**
 * What goes through an interface, beside the kernel's own table as awk reads it before and after.
 * @param {Context} context
 * @param {{ seconds: number }} options
 * @returns {Promise<Row[]>}
 */
export async function compareNetwork({ recorder, programs, far, noNamespaces }, { seconds }) {
	const { awk, iperf3 } = programs;
	if (!awk) return [{ metric: "network", skipped: "awk is not here" }];
	if (!far) return [{ metric: "network", skipped: noNamespaces ?? "no namespace" }];
	// A queue that is too short for it makes TCP send again, where this kernel has such queues.
	if (iperf3) await runProgram("tc", ["qdisc", "add", "dev", NAME, "root", ...SHORT_QUEUE]).catch(() => null);
	const traffic = await prepareTraffic(far, programs);
	const measured = await measureLoad(
		seconds,
		() => askTwice(() => ask(awk.path, [READ, "/proc/net/dev"]), seconds),
		traffic.start,
	);
	await traffic.end();
	await recorder.from("network", measured.to);
	const [before, after] = [measured.before, measured.after].map(parseTable);
	return fields.map(([field, column]) => {
		const hostbeat =
			recorder.mean(
				"network",
				measured,
				({ interfaces }) => interfaces.find(({ name }) => name === NAME)?.[field],
			) ?? Number.NaN;
		const grown = (after?.get(NAME)?.[column] ?? Number.NaN) - (before?.get(NAME)?.[column] ?? Number.NaN);
		const oracle = (grown * 1_000) / (measured.to - measured.from);
		const bytes = field.endsWith("BytesPerSecond");
		return judge({
			metric: `network.${NAME}.${field}, ${traffic.title}`,
			hostbeat,
			oracle,
			program: `${awk.title} /proc/net/dev`,
			unit: bytes ? "bytes/s" : "/s",
			limit: oracle * LIMIT_SHARE,
		});
	});
}

// By the columns of proc(5): what was received, then what was sent. A name's colon may touch its first number.
const READ = '{ sub(/:/, " ") } NR > 2 { print $1, $2, $10, $4, $12, $5, $13 }';
const fields = /** @type {const} */ ([
	["receivedBytesPerSecond", 0],
	["sentBytesPerSecond", 1],
	["receivedErrorsPerSecond", 2],
	["sentErrorsPerSecond", 3],
	["receivedDropsPerSecond", 4],
	["sentDropsPerSecond", 5],
]);

/** @param {string} output */
function parseTable(output) {
	return new Map(
		output
			.trim()
			.split("\n")
			.map((line) => {
				const [name = "", ...values] = line.split(" ");
				return [name, values.map(Number)];
			}),
	);
}
