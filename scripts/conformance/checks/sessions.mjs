// @ts-check
import { setTimeout as wait } from "node:timers/promises";
import { Finding, Skip } from "../finding.mjs";

/** @typedef {import("../trial.mjs").Trial} Trial */

/** By then a server has noticed, at the third tick that it writes, who is no longer there. */
const WITHIN_MS = 2_000;
const POLL_MS = 100;
const HEADS = 20;
const LEAVERS = 50;
/** Within so many milliseconds of asking, before the answer or after it, each goes away. */
const LEAVE_MS = 100;
/** Other viewers who come meanwhile, where there are any at all. */
const STRANGERS = 5;

/**
 * Waits until no more streams are open than at first, by what the server says itself.
 * @param {Trial} trial
 * @param {number | null} before
 * @param {string} what
 */
async function expectNoneLeft(trial, before, what) {
	if (before === null) throw new Skip("/api/health does not say how many sessions are open");
	const allowed = before === 0 ? 0 : before + STRANGERS;
	const deadline = Date.now() + WITHIN_MS + 3 * trial.pace.intervalMs;
	for (;;) {
		const now = (await trial.sessions()) ?? 0;
		if (now <= allowed) return;
		if (Date.now() > deadline) throw new Finding(`${before} open sessions ${what}, as before`, String(now));
		await wait(POLL_MS);
	}
}

/** @type {import("../run.mjs").Check[]} */
export const sessions = [
	{
		name: "sessions: none of the viewers of the other checks is still there",
		alone: true,
		run: (trial) => expectNoneLeft(trial, trial.pace.sessions, "after the other checks"),
	},
	{
		name: "sessions: HEAD leaves none open",
		alone: true,
		async run(trial) {
			const before = await trial.sessions();
			const head = () => trial.ask("/api/stream", { method: "HEAD" });
			await Promise.all(Array.from({ length: HEADS }, head));
			await expectNoneLeft(trial, before, `after ${HEADS} HEAD requests`);
		},
	},
	{
		name: "sessions: clients that leave at any moment leave none open",
		alone: true,
		async run(trial) {
			const before = await trial.sessions();
			const leave = async () => {
				const client = trial.apart();
				// Some are gone before the answer, for which it is no answer that fails.
				client.head("/api/stream").catch(() => {});
				await wait(Math.random() * LEAVE_MS);
				client.close();
			};
			await Promise.all(Array.from({ length: LEAVERS }, leave));
			await expectNoneLeft(trial, before, `after ${LEAVERS} clients left`);
		},
	},
];
