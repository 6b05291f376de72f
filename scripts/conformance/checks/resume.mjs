// @ts-check
import { expectThat, Skip } from "../finding.mjs";
import { brief, seqOf } from "../stream.mjs";
import { LASTING, nextTick } from "../trial.mjs";

/**
 * @typedef {import("../trial.mjs").Trial} Trial
 * @typedef {import("../stream.mjs").Stream} Stream
 * How to ask for what came after an id: the path, and headers.
 * @typedef {(id: string) => [string, Record<string, string>?]} Way
 */

/** @type {Way} */
const byHeader = (id) => [LASTING, { "Last-Event-ID": id }];
/** @type {Way} */
const byQuery = (id) => [`${LASTING}&last_event_id=${encodeURIComponent(id)}`];
/** @type {Way} */
const byBoth = (id) => [`${LASTING}&last_event_id=elsewhere-1`, { "Last-Event-ID": id }];

/**
 * A viewer leaves, misses three ticks and comes back, beside one who has seen all.
 * @param {Way} way
 * @returns {(trial: Trial) => Promise<void>}
 */
function comeBack(way) {
	return async (trial) => {
		const witness = await trial.open(LASTING);
		const first = await trial.open(LASTING);
		await first.until("two ticks", () => first.ids.length >= 2, trial.ticksMs(3));
		first.close();
		const left = first.ids.at(-1) ?? "";
		await witness.until("three ticks more", () => witness.seq >= seqOf(left) + 3, trial.ticksMs(4));
		const back = await trial.open(...way(left));
		expectThat(back.hello.resumed === "replayed", "hello.resumed replayed", back.hello.resumed);
		const missed = back.hello.seq - seqOf(left);
		expectThat(back.hello.missed === missed, `hello.missed ${missed}`, back.hello.missed);
		await back.until("two ticks after the replay", () => back.seq >= back.hello.seq + 2, trial.ticksMs(3));
		back.close();
		const last = back.seq;
		await witness.until("the same ticks without a break", () => witness.seq >= last, trial.ticksMs(2));
		expectSame(after(witness.events, left), after(back.events, null), last);
	};
}

/**
 * The events of ticks after this id, or all of them.
 * @param {import("../stream.mjs").Received[]} events
 * @param {string | null} id
 */
function after(events, id) {
	const from = id === null ? 0 : events.findLastIndex((event) => event.id === id) + 1;
	return events.slice(from).filter(({ event }) => event !== "hello" && event !== "ping");
}

/**
 * @param {import("../stream.mjs").Received[]} seen
 * @param {import("../stream.mjs").Received[]} got
 * @param {number} last
 */
function expectSame(seen, got, last) {
	const wanted = seen.slice(0, seen.findLastIndex(({ id }) => id !== null && seqOf(id) <= last) + 1);
	const length = Math.max(wanted.length, got.length);
	for (let index = 0; index < length; index++) {
		const [one, other] = [wanted[index], got[index]];
		const same = one && other && one.event === other.event && one.id === other.id && one.text === other.text;
		if (same) continue;
		const [expected, instead] = [wanted, got].map(
			(events) => brief(events.slice(index, index + 3)) || "the end",
		);
		expectThat(false, `each missed event once and in order, here ${expected}`, instead);
	}
}

/**
 * Whoever asks with such an id is told a gap, and the whole state with an id that the next tick follows.
 * @param {Trial} trial
 * @param {string} id
 */
async function expectGap(trial, id) {
	const witness = await trial.open(LASTING);
	await witness.until("a tick", () => witness.ids.length > 0, trial.ticksMs(2));
	const stream = await trial.open(...byHeader(id));
	const { resumed } = stream.hello;
	expectThat(resumed === "gap", `hello.resumed gap for ${id}`, resumed);
	await stream.until("a tick after the gap", () => stream.ids.length > 0, trial.ticksMs(2));
	const [snapshot, ...more] = stream.of("snapshot");
	expectThat(
		stream.events[1]?.event === "snapshot",
		"a snapshot after hello",
		brief(stream.events.slice(0, 4)),
	);
	expectThat(more.length === 0, "one snapshot", more.length + 1);
	const names = Object.keys(snapshot?.data?.events ?? {}).sort();
	expectThat(names.join() === "cpu,load", "the events cpu and load in the snapshot", names);
	const told = seqOf(snapshot?.id ?? "");
	const next = await nextTick(trial, witness, told);
	expectThat(seqOf(stream.ids[0] ?? "") === next, `tick ${next} after the snapshot ${told}`, stream.ids[0]);
}

/** @type {import("../run.mjs").Check[]} */
export const resume = [
	{
		name: "resume: a first visit is told that it is fresh",
		async run(trial) {
			const { hello } = await trial.open(LASTING);
			expectThat(hello.resumed === "fresh" && hello.missed === 0, "fresh, 0 missed", [
				hello.resumed,
				hello.missed,
			]);
		},
	},
	{
		name: "resume: by Last-Event-ID, what was missed comes once and in order, then what is live",
		run: comeBack(byHeader),
	},
	{
		name: "resume: by ?last_event_id=, what was missed comes once and in order, then what is live",
		run: comeBack(byQuery),
	},
	{ name: "resume: the header wins over the query", run: comeBack(byBoth) },
	{
		name: "resume: who missed nothing gets nothing again",
		async run(trial) {
			const stream = await trial.open(LASTING);
			await stream.until("a tick", () => stream.ids.length > 0, trial.ticksMs(2));
			const newest = stream.ids.at(-1) ?? "";
			const { hello, ...back } = await openAndFollow(trial, newest);
			const missed = hello.seq - seqOf(newest);
			expectThat(hello.resumed === "replayed", "hello.resumed replayed", hello.resumed);
			expectThat(hello.missed === missed, `hello.missed ${missed}`, hello.missed);
			const next = await nextTick(trial, stream, seqOf(newest));
			expectThat(back.next === next, `tick ${next}`, back.next);
		},
	},
	{
		name: "resume: an id of another epoch is told a gap, and gets the whole state",
		run: (trial) => expectGap(trial, "elsewhere-17"),
	},
	{
		name: "resume: an id that is too old gets the whole state, and never a part of what was missed",
		async run(trial) {
			const { epoch, oldest } = (await trial.open(LASTING)).hello;
			if (!(oldest > 2)) throw new Skip("the server still remembers all of its ticks");
			await expectGap(trial, `${epoch}-${oldest - 2}`);
		},
	},
	{
		name: "resume: the id 0 gets every tick since, or a gap",
		async run(trial) {
			const { epoch, oldest } = (await trial.open(LASTING)).hello;
			if (oldest > 1) return expectGap(trial, `${epoch}-0`);
			// Of all events: the first tick may hold only what was not selected.
			const { hello, next } = await openAndFollow(trial, `${epoch}-0`, "/api/stream");
			expectThat(hello.missed === hello.seq, `hello.missed ${hello.seq}`, hello.missed);
			expectThat(next === 1, "tick 1 first", next);
		},
	},
	{
		name: "resume: an id that is yet to come is told a gap",
		async run(trial) {
			const { epoch, seq } = (await trial.open(LASTING)).hello;
			await expectGap(trial, `${epoch}-${seq + 1_000_000}`);
		},
	},
];

/**
 * @param {Trial} trial
 * @param {string} id
 * @param {string} [path]
 */
async function openAndFollow(trial, id, path = LASTING) {
	const stream = await trial.open(path, { "Last-Event-ID": id });
	await stream.until("a tick", () => stream.ids.length > 0, trial.ticksMs(2));
	return { hello: stream.hello, next: seqOf(stream.ids[0] ?? "") };
}
