// @ts-check
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../../process/child.mjs";
import { ROOT } from "../../project.mjs";
import { askOver } from "../ask.mjs";
import { measureLoad, startLoad } from "../load.mjs";
import { judge } from "../rows.mjs";

/**
 * @typedef {import("../run.mjs").Context} Context
 * @typedef {import("../rows.mjs").Row} Row
 * @typedef {import("../rows.mjs").Unit} Unit
 * @typedef {import("../../../lib/metrics/types").DiskDevice} DiskDevice
 * @typedef {Record<Exclude<keyof DiskDevice, "name">, number>} Values
 */

const LIMIT_SHARE = 0.005;
/** Beside it: what the other's last decimal and ours may hide. @type {Record<keyof Values, [Unit, number]>} */
const LIMITS = {
	readBytesPerSecond: ["bytes/s", 2_048],
	writtenBytesPerSecond: ["bytes/s", 2_048],
	readsPerSecond: ["/s", 0.5],
	writesPerSecond: ["/s", 0.5],
	utilization: ["points", 0.2],
	awaitMs: ["ms", 0.015],
	queueLength: ["", 0.01],
};

/**
 * Each disk that is shown, beside `iostat -x`, while fio reads and writes past the page cache. The limit is half a
 * percent: iostat takes the time from a clock of 10 ms, a thousandth of 10 s, and rounds to two decimals, as we do.
 * @param {Context} context
 * @param {{ seconds: number }} options
 * @returns {Promise<Row[]>}
 */
export async function compareDisks({ recorder, programs: { iostat, fio } }, { seconds }) {
	if (!iostat || !fio) return [{ metric: "disk", skipped: `${iostat ? "fio" : "iostat"} is not here` }];
	const directory = await findDirectFolder();
	if (directory === null)
		return [{ metric: "disk", skipped: "no file system here takes direct reads and writes" }];
	const args = [
		...["--name=oracle", `--filename=${join(directory, "data")}`, "--size=64M", "--direct=1"],
		...[
			"--rw=randrw",
			"--bs=16k",
			"--rate_iops=300,200",
			"--ioengine=psync",
			"--time_based",
			"--runtime=600",
		],
	];
	try {
		await runProgram(fio.path, [...args.slice(0, 4), "--rw=write", "--bs=1M"]);
		const measured = await measureLoad(
			seconds,
			() => askOver(iostat.path, ["-o", "JSON", "-x", "-y", "-d", String(seconds), "1"], seconds),
			() => startLoad(fio.path, args),
		);
		await recorder.from("disk", measured.to);
		const busiest = [...parseIostat(measured.output)].filter(([name]) =>
			recorder
				.of("disk")
				.at(-1)
				?.devices.some((device) => device.name === name),
		);
		if (busiest.length === 0) return [{ metric: "disk", broken: "Hostbeat shows no disk that iostat does" }];
		return busiest.flatMap(([name, values]) => compare(recorder, measured, name, values, iostat.title));
	} finally {
		rmSync(directory, { recursive: true, force: true });
	}
}

/**
 * @param {Context["recorder"]} recorder
 * @param {import("../window.mjs").Window} window
 * @param {string} name
 * @param {Values} values
 * @param {string} program
 */
function compare(recorder, window, name, values, program) {
	const find = (/** @type {import("../../../lib/metrics/types").Disk} */ { devices }) =>
		devices.find((device) => device.name === name);
	const requests = (/** @type {DiskDevice | undefined} */ device) =>
		(device?.readsPerSecond ?? 0) + (device?.writesPerSecond ?? 0);
	return /** @type {(keyof Values)[]} */ (Object.keys(LIMITS)).flatMap((field) => {
		const [unit, least] = LIMITS[field];
		// Without requests there is nothing to wait for: Hostbeat says so, iostat says 0.
		const weigh = field === "awaitMs" ? requestsOf : undefined;
		const mean = recorder.mean("disk", window, (disk) => find(disk)?.[field], weigh);
		if (mean === null && values[field] === 0) return [];
		const hostbeat = (mean ?? Number.NaN) * (unit === "points" ? 100 : 1);
		const oracle = values[field];
		const metric = `disk.${name}.${field}, fio`;
		return judge({ metric, hostbeat, oracle, program, unit, limit: least + oracle * LIMIT_SHARE });
	});

	/** @param {import("../../../lib/metrics/types").Disk} disk */
	function requestsOf(disk) {
		return requests(find(disk));
	}
}

/**
 * What `iostat -o JSON -x` says of each device.
 * @param {string} output
 * @returns {Map<string, Values>}
 */
export function parseIostat(output) {
	/** @type {Record<string, number>[]} */
	const disks = JSON.parse(output).sysstat.hosts[0].statistics.at(-1).disk;
	return new Map(
		disks.map((disk) => {
			const of = (/** @type {string} */ name) => Number(disk[name]);
			const requests = of("r/s") + of("w/s");
			const waited = of("r/s") * of("r_await") + of("w/s") * of("w_await");
			return [
				String(disk.disk_device),
				{
					readBytesPerSecond: of("rkB/s") * 1_024,
					writtenBytesPerSecond: of("wkB/s") * 1_024,
					readsPerSecond: of("r/s"),
					writesPerSecond: of("w/s"),
					utilization: of("util"),
					awaitMs: requests === 0 ? 0 : waited / requests,
					queueLength: of("aqu-sz"),
				},
			];
		}),
	);
}

/** A directory of our own on a disk that can be read past the page cache; a tmpfs cannot. */
async function findDirectFolder() {
	for (const parent of [tmpdir(), ROOT]) {
		const directory = mkdtempSync(join(parent, ".oracle-"));
		const block = join(directory, "block");
		const args = ["if=/dev/zero", `of=${block}`, "oflag=direct", "bs=4096", "count=1"];
		const { code } = await runProgram("dd", args).catch(() => ({ code: null }));
		if (code === 0) return directory;
		rmSync(directory, { recursive: true, force: true });
	}
	return null;
}
