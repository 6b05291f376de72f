// @ts-check

/**
 * What was measured in the namespaces: without the crowd (`null` in the short form) and with it.
 * @typedef {import("./listen.mjs").Heard & { serverMib: number, samplerMib: number, page: Awaited<ReturnType<typeof import("./page.mjs").tryPage>> | null }} Measured
 * @typedef {{ before: import("./crowd.mjs").Size, crowd: import("./crowd.mjs").Size, alone: Measured | null, full: Measured }} Result
 * @typedef {{ what: string, value: number, limit: number, atLeast?: boolean }} Finding
 */

// Of each row of a list, with its name and its numbers.
const BYTES_PER_INTERFACE = 240;
const SMALL_EVENT = 4_096;

/**
 * What is promised of a host with so much on it, and what was found.
 * @param {Result} result
 * @param {import("./crowd.mjs").Size} wanted
 * @returns {Finding[]}
 */
export function judgeScale({ before, crowd, alone, full }, wanted) {
	const { bytes, last } = full;
	const others = Object.entries(bytes).filter(
		([event]) => !["network", "process", "snapshot"].includes(event),
	);
	/** @type {Finding[]} */
	const findings = [
		.../** @type {const} */ (["processes", "mounts", "interfaces"]).map((kind) => ({
			what: `${kind} that the kernel lists`,
			value: crowd[kind],
			limit: before[kind] + wanted[kind],
			atLeast: true,
		})),
		{
			what: "interfaces that are told",
			value: last.network?.interfaces.length ?? 0,
			limit: wanted.interfaces,
			atLeast: true,
		},
		{
			what: "processes that are counted",
			value: last.process?.total ?? 0,
			limit: wanted.processes,
			atLeast: true,
		},
		{ what: "ticks, of one each second", value: full.ticks, limit: full.expected, atLeast: true },
		{ what: "the latest tick is there after, ms", value: full.arrivedMs, limit: 999 },
		{ what: "event process, bytes", value: bytes.process ?? 0, limit: SMALL_EVENT },
		{
			what: "event network, bytes",
			value: bytes.network ?? 0,
			limit: (wanted.interfaces + 4) * BYTES_PER_INTERFACE,
		},
		{
			what: "any other event, bytes",
			value: Math.max(...others.map(([, size]) => size)),
			limit: SMALL_EVENT,
		},
		{ what: "the server's memory, MiB", value: full.serverMib, limit: 250 },
		{ what: "the sampler's memory, MiB", value: full.samplerMib, limit: 100 },
	];
	if (alone) {
		const times = (/** @type {"lateP99" | "tookP99"} */ key) => Math.max(50, alone[key] * 5);
		findings.push(
			// Five times what it is without all that, or a twentieth of the second.
			{ what: "a tick begins late by, ms, p99", value: full.lateP99, limit: times("lateP99") },
			{ what: "a tick takes to its viewer, ms, p99", value: full.tookP99, limit: times("tookP99") },
			{
				what: "more memory than without, MiB",
				value: full.serverMib + full.samplerMib - alone.serverMib - alone.samplerMib,
				limit: 60,
			},
		);
	}
	if (full.page && alone?.page) {
		const { page } = full;
		const beside = alone.page;
		findings.push(
			{ what: "the page itself, KiB", value: page.htmlBytes / 1_024, limit: 1_024 },
			{
				what: "until its charts are drawn, ms",
				value: page.drawnMs,
				limit: Math.max(5_000, 3 * beside.drawnMs),
			},
			{ what: "its elements", value: page.elements, limit: 6_000 },
			{ what: "its rows", value: page.rows, limit: wanted.interfaces, atLeast: true },
			{ what: "layout shift", value: page.shifted, limit: 0.01 },
			// In processor time, for by the clock it is also what else this machine does.
			{ what: "main thread, ms a tick", value: page.cpuMs, limit: 50 },
			// By the clock: twice what the page of a small host has here now, or what nobody feels.
			{ what: "longest task, ms", value: page.longestTask, limit: Math.max(50, 2 * beside.longestTask) },
			{
				what: "longest frame, ms",
				value: page.longestFrame,
				limit: Math.max(100, 2 * beside.longestFrame),
			},
			{ what: "scrolled to its end", value: page.scrolled ? 1 : 0, limit: 1, atLeast: true },
			{ what: "errors in its scripts", value: page.errors.length, limit: 0 },
		);
	}
	return findings;
}

/** Whether it is as promised; what is not a number is not. @param {Finding} finding */
export function isKept({ value, limit, atLeast = false }) {
	// What was not a number is null once it went through JSON, and null would be less than anything.
	return typeof value === "number" && (atLeast ? value >= limit : value <= limit);
}
