// @ts-check
// What the dashboard's charts show, as columns of the last five minutes.
import { flatten } from "../../lib/flatten";

/** @typedef {(number | null)[]} Column */
/** @typedef {{ label: string, read(columns: Columns): Column }} Line */
/** @typedef {{ lines: Line[], height?: number, stacked?: boolean, share?: boolean }} Chart `height`: a sparkline's */

const POINTS = 301;

/** The numbers of every metric, by name, beside their times. */
export class Columns {
	/** @type {number[]} */
	times = [];
	/** @type {Map<string, Column>} */
	#columns = new Map();

	/** @param {string} metric @returns {Column} */
	get(metric) {
		return this.#columns.get(metric) ?? [];
	}

	/** @param {{ metric: string, points: [number, number | null][] }[]} series */
	fill(series) {
		this.times = (series[0]?.points ?? []).map(([time]) => time / 1_000);
		for (const { metric, points } of series)
			this.#columns.set(
				metric,
				points.map(([, mean]) => mean),
			);
	}

	/** @param {number} time */
	next(time) {
		for (const column of [this.times, ...this.#columns.values()])
			if (column.length === POINTS) column.shift();
		this.times.push(time / 1_000);
	}

	/** @param {string} event @param {object} reading */
	push(event, reading) {
		flatten(event, reading, (metric, value) => this.#columns.get(metric)?.push(value));
	}

	/** All columns of one field of an event's devices. @param {string} event @param {string[]} fields */
	named(event, fields) {
		const names = [...this.#columns.keys()].filter((name) => name.startsWith(`${event}.`));
		return names.filter((name) => fields.some((field) => name.endsWith(`.${field}`)));
	}
}

/** @param {string} metric @returns {Line} */
const line = (metric) => ({ label: metric, read: (columns) => columns.get(metric) });

/** @param {string} event @param {string[]} fields @param {1 | -1} sign @returns {Line} */
function sum(event, fields, sign = 1) {
	/** @type {string[] | undefined} */
	let names;
	return {
		label: fields.join(),
		read(columns) {
			names ??= columns.named(event, fields);
			const all = names.map((name) => columns.get(name));
			return columns.times.map((_, at) => sign * all.reduce((total, one) => total + (one[at] ?? 0), 0));
		},
	};
}

/** @type {Line} */
const interrupts = {
	label: "interrupts",
	read(columns) {
		const soft = columns.get("cpu.softirq");
		return columns.get("cpu.irq").map((value, at) => (value ?? 0) + (soft[at] ?? 0));
	},
};

/** @type {Line} */
const memoryShare = {
	label: "memory",
	read(columns) {
		const total = columns.get("memory.totalBytes");
		return columns.get("memory.usedBytes").map((value, at) => (value ?? 0) / (total[at] ?? 1));
	},
};

const [received, sent, read, written] = ["received", "sent", "read", "written"].map((way) => [
	`${way}BytesPerSecond`,
]);

/** @param {number} cores @returns {Chart[]} */
export function chartsFor(cores) {
	return [
		{ height: 32, share: true, lines: [line("cpu.utilization")] },
		{ height: 32, share: true, lines: [memoryShare] },
		{ height: 32, lines: [sum("disk", [...(read ?? []), ...(written ?? [])])] },
		{ height: 32, lines: [sum("network", [...(received ?? []), ...(sent ?? [])])] },
		{
			stacked: true,
			share: true,
			lines: [
				line("cpu.user"),
				line("cpu.system"),
				line("cpu.nice"),
				interrupts,
				line("cpu.iowait"),
				line("cpu.steal"),
			],
		},
		{ stacked: true, lines: [line("memory.usedBytes"), line("memory.cachedBytes")] },
		{ lines: ["cpu", "memory", "io"].map((what) => line(`pressure.${what}.some.avg10`)) },
		{ height: 120, lines: [line("kernel.tcp.retransmittedSegmentsPerSecond")] },
		{ lines: [sum("network", received ?? []), sum("network", sent ?? [], -1)] },
		{ lines: [sum("disk", read ?? []), sum("disk", written ?? [], -1)] },
		{ lines: [line("load.one"), line("load.five"), line("load.fifteen")] },
		...Array.from({ length: cores }, (_, core) => ({
			height: 72,
			share: true,
			lines: [line(`cpu.cores.${core}.utilization`)],
		})),
	];
}
