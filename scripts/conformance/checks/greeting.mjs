// @ts-check
import { expectThat, Finding } from "../finding.mjs";
import { LASTING } from "../trial.mjs";

const AT_ONCE_MS = 1_000;
const TRIES = 3;

/** What each field of `hello` must be. @type {Record<string, [string, (value: any) => boolean]>} */
const fields = {
	epoch: ["text of A-Z a-z 0-9 . _ -", (value) => typeof value === "string" && /^[\w.-]{1,48}$/.test(value)],
	seq: ["a whole number", isWhole],
	resumed: ["fresh, replayed or gap", (value) => ["fresh", "replayed", "gap"].includes(value)],
	missed: ["a whole number or null", (value) => value === null || isWhole(value)],
	oldest: ["a whole number", isWhole],
	time: ["Unix milliseconds", (value) => typeof value === "number" && value > 1e12],
	heartbeatMs: ["milliseconds up to a minute", (value) => isWhole(value) && value > 0 && value <= 60_000],
	intervalMs: ["milliseconds", (value) => isWhole(value) && value > 0],
	every: ["seconds or null", (value) => value === null || (isWhole(value) && value > 0)],
	version: ["text", (value) => typeof value === "string" && value !== ""],
	host: ["text", (value) => typeof value === "string" && value !== ""],
};

/** @param {unknown} value */
function isWhole(value) {
	return Number.isInteger(value) && /** @type {number} */ (value) >= 0;
}

/** @type {import("../run.mjs").Check[]} */
export const greeting = [
	{
		name: "greeting: hello comes within a second, and does not wait for a tick",
		async run(trial) {
			const witness = await trial.open(LASTING);
			let early = false;
			let soonest = Number.POSITIVE_INFINITY;
			// Again where it was late: once may be the machine's doing, each time is not.
			for (let tries = 0; tries < TRIES && !(early && soonest < AT_ONCE_MS); tries++) {
				const ticks = witness.ids.length;
				await witness.until("a tick", () => witness.ids.length > ticks, trial.ticksMs(2));
				const tick = witness.ids.length;
				const began = performance.now();
				await trial.open(LASTING);
				soonest = Math.min(soonest, performance.now() - began);
				early ||= witness.ids.length === tick;
			}
			const took = Math.round(soonest);
			expectThat(took < AT_ONCE_MS, `hello within ${AT_ONCE_MS} ms`, `it after ${took} ms`);
			if (!early)
				throw new Finding("hello before the next tick", `it only with a tick, in ${TRIES} of ${TRIES} tries`);
		},
	},
	{
		name: "greeting: hello comes first, with a retry of 1000 to 5000 ms and without an id",
		async run(trial) {
			const stream = await trial.open(LASTING);
			const [first] = stream.events;
			expectThat(first?.event === "hello", "hello as the first event", first?.event);
			expectThat(first?.id === null, "no id on hello", first?.id);
			const [head = ""] = stream.bytes
				.toString()
				.replace(/^\ufeff/, "")
				.split(/\r?\n\r?\n/);
			const retry = /^retry: ?(\d+)$/m.exec(head)?.[1];
			expectThat(retry !== undefined, "retry in the frame of hello", head);
			expectThat(Number(retry) >= 1_000 && Number(retry) <= 5_000, "a retry of 1000 to 5000 ms", retry);
		},
	},
	{
		name: "greeting: hello says how the stream begins, and at which pace it goes",
		async run(trial) {
			const { hello } = await trial.open("/api/stream");
			for (const [name, [what, fits]] of Object.entries(fields)) {
				expectThat(fits(hello[name]), `hello.${name}: ${what}`, hello[name]);
			}
		},
	},
];
