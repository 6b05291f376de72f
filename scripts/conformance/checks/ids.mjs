// @ts-check
import { expectThat } from "../finding.mjs";
import { brief, groupTicks, seqOf } from "../stream.mjs";
import { LASTING } from "../trial.mjs";

const TICKS = 4;

/**
 * @param {import("../trial.mjs").Trial} trial
 * @param {string} path
 */
async function take(trial, path) {
	const stream = await trial.open(path);
	await stream.until(`${TICKS} ids`, () => stream.ids.length >= TICKS, trial.ticksMs(TICKS + 1));
	return stream;
}

/** @type {import("../run.mjs").Check[]} */
export const ids = [
	{
		name: "ids: each is <epoch>-<number>, of A-Z a-z 0-9 . _ - and at most 64 long",
		async run(trial) {
			const { ids, hello } = await take(trial, "/api/stream");
			for (const id of ids) {
				expectThat(/^[A-Za-z0-9._-]{1,64}$/.test(id), "an id that no browser drops", id);
				const own =
					id.startsWith(`${hello.epoch}-`) && /^(0|[1-9]\d*)$/.test(id.slice(hello.epoch.length + 1));
				expectThat(own, `${hello.epoch}-<number>`, id);
			}
		},
	},
	{
		name: "ids: they grow by one with each tick",
		async run(trial) {
			// Of all events: a tick may hold none of those that one could select.
			const stream = await take(trial, "/api/stream");
			const found = stream.ids.map(seqOf);
			const [first = 0] = found;
			const steady = found.every((seq, index) => seq === first + index);
			expectThat(steady, `${first} and on, one by one`, found);
			expectThat(
				first === stream.hello.seq + 1,
				`${stream.hello.seq + 1} after hello.seq ${stream.hello.seq}`,
				first,
			);
		},
	},
	{
		name: "ids: only the last event of a tick has one",
		async run(trial) {
			const ticks = groupTicks((await take(trial, LASTING)).events);
			for (const tick of ticks) {
				const names = tick.map(({ event }) => event).filter((name) => name !== "ping");
				expectThat(names.sort().join() === "cpu,load", "cpu and load under one id", brief(tick));
				const marked = tick.filter(({ id }) => id !== null);
				expectThat(marked.length === 1, "an id on the last of them only", brief(tick));
			}
		},
	},
	{
		name: "ids: none on clock, ping and hello",
		async run(trial) {
			const stream = await take(trial, "/api/stream?events=clock,cpu");
			for (const event of stream.events.filter(({ event }) => ["clock", "ping", "hello"].includes(event))) {
				expectThat(event.id === null, `no id on ${event.event}`, event.id);
			}
		},
	},
];
