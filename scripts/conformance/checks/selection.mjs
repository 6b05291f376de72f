// @ts-check
import { expectThat, Skip } from "../finding.mjs";
import { brief, groupTicks, timeOf } from "../stream.mjs";

const STREAM = "/api/stream";
const DIVISORS = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60];
/** Events that no selection asks for or takes away. */
const OWN = ["hello", "ping", "snapshot"];

/**
 * A 400 in the one form of errors, which says what came.
 * @param {import("../trial.mjs").Trial} trial
 * @param {string} query
 * @returns {Promise<string>} its message
 */
async function expectRefusal(trial, query) {
	const { status, headers, json } = await trial.ask(`${STREAM}?${query}`);
	expectThat(status === 400, `400 for ?${query}`, status);
	const { code, message } = json?.error ?? {};
	const told = typeof code === "string" && typeof message === "string" && message.length > 0;
	expectThat(told, `{ error: { code, message } } for ?${query}`, json);
	const type = String(headers["content-type"]);
	expectThat(type.startsWith("application/json"), "an error as application/json", type);
	return message;
}

/**
 * Three ticks of a selection.
 * @param {import("../trial.mjs").Trial} trial
 * @param {string} query
 */
async function take(trial, query) {
	const stream = await trial.open(`${STREAM}?${query}`);
	await stream.until("three ticks", () => stream.ids.length >= 3, trial.ticksMs(4));
	return stream;
}

/** @type {import("../run.mjs").Check[]} */
export const selection = [
	{
		name: "selection: ?events= brings these events and no others",
		async run(trial) {
			const cases = { "events=cpu": "cpu", "events=cpu,load": "cpu,load", "events=clock,load": "clock,load" };
			await Promise.all(
				Object.entries(cases).map(async ([query, expected]) => {
					const { events } = await take(trial, query);
					const names = new Set(events.map(({ event }) => event).filter((name) => !OWN.includes(name)));
					expectThat([...names].sort().join() === expected, `${expected} for ?${query}`, [...names]);
				}),
			);
		},
	},
	{
		name: "selection: ?events= may be repeated, in any order",
		async run(trial) {
			const queries = ["events=cpu,load", "events=load,cpu", "events=load&events=cpu"];
			const [first, ...others] = await Promise.all(queries.map((query) => take(trial, query)));
			const text = (/** @type {import("../stream.mjs").Received[]} */ tick) =>
				JSON.stringify(tick.map(({ event, id, text }) => [event, id, text]));
			const seen = new Map(groupTicks(first?.events ?? []).map((tick) => [tick.at(-1)?.id, text(tick)]));
			for (const tick of others.flatMap((stream) => groupTicks(stream.events))) {
				const expected = seen.get(tick.at(-1)?.id);
				const same = expected === undefined || expected === text(tick);
				expectThat(same, "the same tick whatever the order of names", brief(tick));
			}
		},
	},
	{
		name: "selection: an unknown event is a 400 that names the known ones",
		async run(trial) {
			const message = await expectRefusal(trial, "events=cpu,cpi");
			for (const word of ["cpi", "cpu", "clock", "load"]) {
				expectThat(message.includes(word), `${word} in the message`, message);
			}
			await expectRefusal(trial, "events=");
			await expectRefusal(trial, "events=hello");
		},
	},
	{
		name: "selection: ?every=n brings ticks at multiples of n seconds",
		limitMs: ({ intervalMs }) => 8 * intervalMs,
		async run(trial) {
			const { intervalMs } = trial.pace;
			const every = DIVISORS.find((seconds) => seconds * 1_000 >= 2 * intervalMs);
			if (!every) throw new Skip("the server ticks too slowly to be thinned");
			const stream = await trial.open(`${STREAM}?events=cpu,load&every=${every}`);
			expectThat(stream.hello.every === every, `hello.every ${every}`, stream.hello.every);
			const time = 2 * every * 1_000;
			await stream.until("two ticks", () => stream.ids.length >= 2, time + trial.ticksMs(1));
			const times = stream.of("cpu").map((cpu) => Math.round(timeOf(cpu) / intervalMs) * intervalMs);
			const even = times.every((time) => time % (every * 1_000) === 0);
			expectThat(even, `cpu at multiples of ${every} s`, times);
			const [first = 0, second = 0] = times;
			expectThat(second - first === every * 1_000, `${every} s between two ticks`, times);
		},
	},
	{
		name: "selection: an ?every= that does not divide a minute is a 400",
		async run(trial) {
			for (const every of ["0", "7", "-1", "x", "", "1.5", "61", "1e1", "0x1"]) {
				await expectRefusal(trial, `every=${every}`);
			}
		},
	},
	{
		name: "selection: ?hosts= takes the server's own name and no other",
		async run(trial) {
			await trial.open(`${STREAM}?hosts=${encodeURIComponent(trial.pace.host)}`);
			await expectRefusal(trial, "hosts=no-such-host.invalid");
		},
	},
	{
		name: "selection: an unknown parameter is a 400, but one with _ is left alone",
		async run(trial) {
			const message = await expectRefusal(trial, "evnts=cpu");
			expectThat(message.includes("evnts"), "evnts in the message", message);
			await trial.open(`${STREAM}?events=cpu&_x=1&_=2`);
		},
	},
];
