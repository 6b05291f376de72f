// @ts-check
import { ask, askTwice } from "../ask.mjs";
import { compareLevels } from "../bracket.mjs";
import { judge } from "../rows.mjs";

/**
 * @typedef {import("../run.mjs").Context} Context
 * @typedef {import("../rows.mjs").Row} Row
 * @typedef {import("../../../lib/metrics/types").Kernel} Kernel
 */

/** Hostbeat reads it so often. */
const EVERY_MS = 5_000;

const LIMIT_SHARE = 0.01;
const LIMIT_TCP_SHARE = 0.003;
// In the milliseconds in which the windows do not meet, so much more may go on than in the mean.
const BURST = 3;
const LIMIT_FILES = 32;

/**
 * What the kernel counts of its work: `vmstat -s` for switches and forks, `nstat` for TCP, which knows only its own
 * namespace, as Hostbeat does.
 * @param {Context} context
 * @param {{ seconds: number }} options a multiple of five
 * @returns {Promise<Row[]>}
 */
export async function compareKernel({ recorder, programs: { vmstat, nstat } }, { seconds }) {
	const from = recorder.next("kernel", EVERY_MS);
	const [work, tcp] = await Promise.all([
		vmstat && askTwice(() => ask(vmstat.path, ["-s"]), seconds, from),
		nstat && askTwice(() => ask(nstat.path, ["-a", "-z", "-s"]), seconds, from),
	]);
	/** @type {Row[]} */
	const rows = [];
	const add = async (
		/** @type {string} */ metric,
		/** @type {Awaited<ReturnType<typeof askTwice>> | undefined} */ measured,
		/** @type {RegExp} */ pattern,
		/** @type {(kernel: Kernel) => number | null} */ select,
		/** @type {string | undefined} */ program,
	) => {
		if (!measured || program === undefined) {
			rows.push({ metric: `kernel.${metric}`, skipped: "vmstat or nstat is not here" });
			return;
		}
		await recorder.from("kernel", measured.to);
		const count = (/** @type {string} */ text) => Number(pattern.exec(text)?.[1]);
		const span = (measured.to - measured.from) / 1_000;
		const grown = count(measured.after) - count(measured.before);
		const loose = (BURST * recorder.loose("kernel", measured)) / (measured.to - measured.from);
		const share = (metric.startsWith("tcp.") ? LIMIT_TCP_SHARE : LIMIT_SHARE) + loose;
		rows.push(
			judge({
				metric: `kernel.${metric}`,
				hostbeat: recorder.mean("kernel", measured, select) ?? Number.NaN,
				oracle: grown / span,
				program,
				unit: "/s",
				// One more or less at each end, and what rounding to two decimals hides.
				limit: (share * grown + 2) / span,
			}),
		);
	};
	const vm = vmstat && `${vmstat.title} -s`;
	const [switches, forks] = [/(\d+) CPU context switches/, /(\d+) forks/];
	await add("contextSwitchesPerSecond", work, switches, (one) => one.contextSwitchesPerSecond, vm);
	await add("forksPerSecond", work, forks, (one) => one.forksPerSecond, vm);
	const [sent, again] = [/^TcpOutSegs\s+(\d+)/m, /^TcpRetransSegs\s+(\d+)/m];
	await add("tcp.sentSegmentsPerSecond", tcp, sent, (one) => one.tcp.sentSegmentsPerSecond, nstat?.title);
	await add(
		"tcp.retransmittedSegmentsPerSecond",
		tcp,
		again,
		(one) => one.tcp.retransmittedSegmentsPerSecond,
		nstat?.title,
	);
	return rows;
}

/**
 * The files that are open in the whole host, beside `/proc/sys/fs/file-nr` read just before and just after. The kernel
 * adds up what each core counted only now and then, 32 at a time at least.
 * @param {Context} context
 * @param {{ times: number }} options
 * @returns {Promise<Row[]>}
 */
export async function compareOpenFiles({ recorder, programs: { cat } }, { times }) {
	if (!cat) return [{ metric: "kernel.openFiles", skipped: "cat is not here" }];
	const pairs = await compareLevels(recorder, {
		metric: "kernel",
		everyMs: EVERY_MS,
		times,
		ask: () => ask(cat.path, ["/proc/sys/fs/file-nr"]),
		parse(output) {
			const [openFiles, , openFilesLimit] = output.trim().split(/\s+/).map(Number);
			return /** @type {Record<string, number>} */ ({ openFiles, openFilesLimit });
		},
		select: ({ openFiles, openFilesLimit }) => ({ openFiles, openFilesLimit }),
	});
	return [...pairs].map(([name, pair]) =>
		judge({
			metric: `kernel.${name}`,
			...pair,
			program: `${cat.title} file-nr`,
			unit: "",
			limit: name === "openFiles" ? LIMIT_FILES : 0,
		}),
	);
}
