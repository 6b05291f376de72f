// @ts-check
import { expect, test } from "vitest";
import { Ledger, Told } from "./ledger.mjs";

const START = 1_700_000_000_000;
const timeOf = (/** @type {number} */ seq) => START + seq * 1_000;

/** @param {{ epoch?: string, seq: number, resumed?: string, missed?: number | null, oldest?: number, every?: number }} hello */
function hello({ epoch = "a", seq, resumed = "fresh", missed = 0, oldest = 1, every = 1 }) {
	const data = { epoch, seq, resumed, missed, oldest, every, time: timeOf(seq) };
	return [{ event: "hello", data: JSON.stringify(data), id: null }];
}

/**
 * @param {number} seq
 * @param {{ epoch?: string, names?: string[], time?: number }} [tick]
 */
function tick(seq, { epoch = "a", names = ["cpu", "memory"], time = timeOf(seq) } = {}) {
	return names.map((event, at) => ({
		event,
		data: JSON.stringify({ time, of: event }),
		id: at === names.length - 1 ? `${epoch}-${seq}` : null,
	}));
}

/**
 * @param {number} seq
 * @param {{ epoch?: string, time?: number }} [state]
 */
function snapshot(seq, { epoch = "a", time = timeOf(seq) } = {}) {
	const id = `${epoch}-${seq}`;
	return [{ event: "snapshot", data: JSON.stringify({ time, id, events: { cpu: { time } } }), id }];
}

const clock = (/** @type {number} */ time) => [{ event: "clock", data: JSON.stringify({ time }), id: null }];
const shutdown = [{ event: "shutdown", data: "{}", id: null }];

/** @typedef {import("./event-parser.mjs").ParsedEvent[]} Events */

/**
 * @param {Events[][]} connections
 * @param {{ events?: string[], every?: number, told?: Told }} [options]
 */
function read(connections, { events, every = 1, told = new Told() } = {}) {
	const ledger = new Ledger({ events: events ? new Set(events) : null, every }, told);
	for (const parts of connections) {
		ledger.open();
		for (const event of parts.flat()) ledger.take(event);
	}
	return ledger;
}

/** @type {(connections: Events[][], options?: Parameters<typeof read>[1]) => string[]} */
const complaintsOf = (connections, options) => read(connections, options).settle();

test("a life as promised: fresh, cut in the middle of a tick, replayed, another epoch", () => {
	const ledger = read([
		[hello({ seq: 4 }), tick(5), clock(timeOf(6)), tick(6).slice(0, 1)],
		[
			hello({ seq: 7, resumed: "replayed", missed: 2 }),
			tick(6),
			tick(7),
			clock(timeOf(8)),
			tick(8),
			shutdown,
		],
		[
			hello({ epoch: "b", seq: 20, resumed: "gap", missed: null }),
			snapshot(20, { epoch: "b" }),
			tick(21, { epoch: "b" }),
		],
	]);
	expect(ledger.settle()).toEqual([]);
	expect(ledger.hello).toMatchObject({ epoch: "b", resumed: "gap" });
	expect(ledger).toMatchObject({ lastEventId: "b-21", live: true, ticks: 5, skips: 0 });
});

test("a hole is found: live, at the end of a replay, after a snapshot", () => {
	const hole = [expect.stringContaining("a hole")];
	expect(complaintsOf([[hello({ seq: 4 }), tick(5), tick(7)]])).toEqual(hole);
	const replayed = hello({ seq: 8, resumed: "replayed", missed: 3 });
	expect(
		complaintsOf([
			[hello({ seq: 4 }), tick(5)],
			[replayed, tick(7), tick(8)],
		]),
	).toEqual([...hole, "told of 3 missed ticks, got 2 of them"]);
	const gap = hello({ epoch: "b", seq: 9, resumed: "gap", missed: null });
	const after = [gap, snapshot(9, { epoch: "b" }), tick(11, { epoch: "b" })];
	expect(complaintsOf([[hello({ seq: 4 }), tick(5)], after])).toEqual(hole);
});

test("a hole in a selection is found by what others were told", () => {
	const told = new Told();
	const whole = [hello({ seq: 4 }), tick(5), tick(6, { names: ["host"] }), tick(7), tick(8)];
	expect(complaintsOf([whole], { told })).toEqual([]);
	const cpu = (/** @type {number} */ seq) => tick(seq, { names: ["cpu"] });
	const options = { events: ["cpu"], told };
	expect(complaintsOf([[hello({ seq: 5 }), cpu(7), cpu(8)]], options)).toEqual([]);
	// The greeting hides what its first tick holds, not that there was one.
	expect(complaintsOf([[hello({ seq: 4 }), cpu(5), cpu(8)]], options)).toEqual([
		'of tick a-7 came "" instead of "cpu"',
	]);
});

test("a tick that is not whole is found", () => {
	const told = new Told();
	expect(complaintsOf([[hello({ seq: 4 }), tick(5), tick(6)]], { told })).toEqual([]);
	const less = [hello({ seq: 4 }), tick(5), tick(6, { names: ["memory"] })];
	expect(complaintsOf([less], { told })).toEqual(['of tick a-6 came "memory" instead of "cpu,memory"']);
	const more = [hello({ seq: 4 }), tick(5), tick(6, { names: ["cpu", "cpu", "memory"] })];
	expect(complaintsOf([more], { told })).toContain(
		'of tick a-6 came "cpu,cpu,memory" instead of "cpu,memory"',
	);
	const last = [hello({ seq: 4 }), tick(5), tick(6).slice(0, 1), shutdown];
	expect(complaintsOf([last])).toEqual(["the last word came in the middle of a tick"]);
});

test("a double is found: live, in a replay, of a clock", () => {
	const double = expect.stringContaining("a double or disorder");
	expect(complaintsOf([[hello({ seq: 4 }), tick(5), tick(5)]])).toEqual([double]);
	const replayed = hello({ seq: 6, resumed: "replayed", missed: 1 });
	expect(
		complaintsOf([
			[hello({ seq: 4 }), tick(5)],
			[replayed, tick(5), tick(6)],
		]),
	).toEqual([double]);
	const clocks = [hello({ seq: 4 }), clock(timeOf(5)), clock(timeOf(5))];
	expect(complaintsOf([clocks])).toEqual([`clock of ${timeOf(5)} came after that of ${timeOf(5)}`]);
});

test("disorder is found, by ids and by times", () => {
	const ids = [hello({ seq: 4 }), tick(5), tick(7), tick(6), tick(8)];
	expect(complaintsOf([ids])).toContain("a double or disorder: a-6 after number 7");
	const times = [hello({ seq: 4 }), tick(5), tick(6, { names: ["cpu"], time: timeOf(4) })];
	expect(complaintsOf([times])).toEqual([`cpu of ${timeOf(4)} came after that of ${timeOf(5)}`]);
	const back = [hello({ epoch: "b", seq: 2, resumed: "gap", missed: null }), snapshot(2, { epoch: "b" })];
	expect(complaintsOf([[hello({ seq: 4 }), tick(5)], back])).toEqual([
		`cpu of ${timeOf(2)} came after that of ${timeOf(5)}`,
	]);
});

test("a hello that lies of what was missed is found", () => {
	const before = [hello({ seq: 4 }), tick(5)];
	const resume = (/** @type {Parameters<typeof hello>[0]} */ said, /** @type {Events[]} */ ...after) =>
		complaintsOf([before, [hello(said), ...after]]);
	const lie = expect.stringContaining("missed 2, and was told");
	const told = expect.stringContaining("told of");
	expect(resume({ seq: 7, resumed: "replayed", missed: 2 }, tick(6), tick(7))).toEqual([]);
	expect(resume({ seq: 7, resumed: "replayed", missed: 1 }, tick(6), tick(7))).toEqual([lie, told]);
	expect(resume({ seq: 7, resumed: "replayed", missed: null }, tick(6), tick(7))).toEqual([lie, told]);
	expect(resume({ seq: 7, resumed: "gap", missed: 3, oldest: 7 }, snapshot(7))).toEqual([lie]);
	expect(resume({ seq: 7, resumed: "gap", missed: 2, oldest: 7 }, snapshot(7))).toEqual([]);
});

test("a hello that lies of how it goes on is found", () => {
	const before = [hello({ seq: 4 }), tick(5)];
	const resume = (/** @type {Parameters<typeof hello>[0]} */ said, /** @type {Events[]} */ ...after) =>
		complaintsOf([before, [hello(said), ...after]]);
	const lie = expect.stringContaining("expected");
	// It was still remembered, or of this life.
	expect(resume({ seq: 7, resumed: "gap", missed: 2 }, snapshot(7))).toEqual([lie]);
	expect(resume({ seq: 7, resumed: "fresh", missed: 2 })).toEqual([lie]);
	expect(resume({ epoch: "b", seq: 7, resumed: "replayed", missed: null })).toEqual([lie]);
	expect(resume({ seq: 5, resumed: "replayed", every: 5 })).toEqual([lie]);
});

test("each fifth second: what is told of the others, a hole, and a pace that is not kept are found", () => {
	const told = new Told();
	const every = 5;
	const seconds = Array.from({ length: 16 }, (_, at) =>
		tick(5 + at, at === 7 ? { names: ["cpu", "disk"] } : {}),
	);
	expect(complaintsOf([[hello({ seq: 4 }), ...seconds]], { told })).toEqual([]);
	const all = ["cpu", "disk", "memory"];
	const thinned = [hello({ seq: 5, every }), tick(10), tick(15, { names: all }), tick(20)];
	expect(complaintsOf([thinned], { every, told })).toEqual([]);
	const resumed = (/** @type {number} */ missed) => hello({ seq: 20, every, resumed: "replayed", missed });
	const twice = (/** @type {number} */ missed) => [
		thinned.slice(0, 2),
		[resumed(missed), ...thinned.slice(2)],
	];
	expect(complaintsOf(twice(2), { every, told })).toEqual([]);
	expect(complaintsOf(twice(3), { every, told })).toEqual(["told of 3 missed ticks, got 2 of them"]);
	const hole = complaintsOf([[hello({ seq: 5, every }), tick(10), tick(20)]], { every, told });
	expect(hole).toContain('of tick a-15 came "" instead of "cpu,disk,memory"');
	expect(hole).toContain("tick a-20 stands for 10 seconds");
	const less = complaintsOf([[hello({ seq: 5, every }), tick(10), tick(15)]], { every, told });
	expect(less).toEqual(['of tick a-15 came "cpu,memory" instead of "cpu,disk,memory"']);
	const soon = complaintsOf([[hello({ seq: 5, every }), tick(10), tick(15, { names: all }), tick(16)]], {
		every,
		told,
	});
	expect(soon).toEqual(["a-16 came 1000 ms after the one before"]);
});

test("each fifth second: nothing is owed by a second of which only those were told who asked for a part", () => {
	const told = new Told();
	const seconds = Array.from({ length: 11 }, (_, at) => tick(5 + at, { names: ["cpu"] }));
	expect(complaintsOf([[hello({ seq: 4 }), ...seconds]], { events: ["cpu"], told })).toEqual([]);
	const thinned = [hello({ seq: 5, every: 5 }), tick(10), tick(15)];
	expect(complaintsOf([thinned], { every: 5, told })).toEqual([]);
});

test("a gap without its snapshot is found, and one that goes on elsewhere", () => {
	const before = [hello({ seq: 4 }), tick(5)];
	const gap = hello({ epoch: "b", seq: 9, resumed: "gap", missed: null });
	expect(complaintsOf([before, [gap, tick(10, { epoch: "b" })]])).toContain(
		"cpu before the snapshot that follows a gap",
	);
	expect(complaintsOf([before, [gap, snapshot(8, { epoch: "b" })]])).toEqual([
		"b-8 does not go on from hello",
	]);
});

test("a skipped viewer is told by a snapshot, which is counted and never goes back", () => {
	const skipped = read([[hello({ seq: 4 }), tick(5), snapshot(9), tick(10)]]);
	expect(skipped.settle()).toEqual([]);
	expect(skipped.skips).toBe(1);
	expect(complaintsOf([[hello({ seq: 4 }), tick(5), tick(6), snapshot(6), tick(7)]])).toContain(
		"a snapshot of a-6 after a-6",
	);
});

test("what was not asked for, other words than others got, and words after the last are found", () => {
	const told = new Told();
	expect(complaintsOf([[hello({ seq: 4 }), tick(5), tick(6)]], { told })).toEqual([]);
	const other = [hello({ seq: 4 }), tick(5), tick(6, { time: timeOf(6) + 1 })];
	expect(complaintsOf([other], { told })).toContain("of a-6 others were told another cpu");
	expect(complaintsOf([[hello({ seq: 4 }), tick(5)]], { events: ["cpu"] })).toContain(
		"memory, which was not asked for",
	);
	expect(complaintsOf([[hello({ seq: 4 }), shutdown, clock(timeOf(5))]])).toEqual([
		"clock after the last word",
	]);
	expect(complaintsOf([[clock(timeOf(5))]])).toEqual(["clock before hello"]);
});
