// @ts-check
import { setTimeout as wait } from "node:timers/promises";
import { listDescendants, readProcess, signalAll } from "../process/family.mjs";
import { describeSpread, judgeSpread } from "./spread.mjs";
import { Viewers } from "./viewers.mjs";

/**
 * A running server, of which only the processes and their end matter here.
 * @typedef {{ url: string, pid: number, exited: Promise<unknown> }} Server
 * How the server is ended, and when: while all are live, while they come back, or while half of them are greeted and
 * replayed to. `family`: its sampler is killed as well, else that has to notice.
 * @typedef {{ signal: import("./crowd.mjs").Signal, family: boolean, when: "live" | "returning" | "replaying" }} Step
 */

const MOST_BACK_MS = 30_000;
const MOST_EXIT_MS = 2_000;
const MOST_REST_MS = 1_000;
const MOST_REPLAY_MS = 300;
const POLL_MS = 20;

/**
 * Ends and restarts a server, on the same port, under viewers that account for all that they are told. Says a line for
 * each restart; resolves with what was not as promised.
 * @param {object} options
 * @param {(port: number) => Promise<Server>} options.start
 * @param {number} options.viewers
 * @param {Step[]} options.steps
 * @param {(line: string) => void} options.say
 * @returns {Promise<import("./crowd.mjs").Sum>}
 */
export async function runRestarts({ start, viewers: count, steps, say }) {
	let server = await start(0);
	const viewers = new Viewers(server.url, count);
	const complaints = await awaitBack(viewers, count);
	for (const [index, step] of steps.entries()) {
		await untilMoment(step, viewers, count);
		const ended = await end(server, step, viewers);
		server = await start(Number(new URL(server.url).port));
		await viewers.goUp();
		const began = performance.now();
		const isLast = steps[index + 1]?.when !== "returning";
		const late = await awaitBack(viewers, isLast ? count : 1);
		const back = isLast
			? `all live ${Math.round(performance.now() - began)} ms after it answered`
			: "ended again";
		const account = await viewers.account();
		const { replayed, gap, fresh, refused } = account;
		say(
			`${String(index + 1).padStart(2)}. ${nameStep(step)}: gone in ${ended.ms} ms, ${back}; ` +
				`${replayed} replayed, ${gap} gaps, ${fresh} fresh, ${refused} refused`,
		);
		if (step.signal === "SIGTERM") say(`    ${describeSpread(account)}`);
		// Of those that are only coming back, not all can be told.
		const clumps = step.signal === "SIGTERM" && step.when === "live" ? judgeSpread(account.farewells) : [];
		complaints.push(
			...[...ended.complaints, ...late, ...clumps].map((what) => `restart ${index + 1}: ${what}`),
		);
	}
	const sum = await viewers.settle();
	await viewers.close();
	return { ...sum, complaints: [...complaints, ...sum.complaints] };
}

/**
 * @param {Viewers} viewers
 * @param {number} count
 */
async function awaitBack(viewers, count) {
	const back = await viewers.untilBack(count, MOST_BACK_MS);
	return back < count ? [`only ${back} of ${count} were live within ${MOST_BACK_MS} ms`] : [];
}

/**
 * @param {Step} step
 * @param {Viewers} viewers
 * @param {number} count
 */
async function untilMoment({ when }, viewers, count) {
	if (when === "returning")
		await viewers.untilBack(Math.ceil((0.1 + 0.8 * Math.random()) * count), MOST_BACK_MS);
	else await wait(Math.random() * MOST_REST_MS);
}

/**
 * @param {Server} server
 * @param {Step} step
 * @param {Viewers} viewers
 */
async function end(server, { signal, family, when }, viewers) {
	const below = listDescendants(server.pid).map((pid) => ({ pid, startTime: readProcess(pid)?.startTime }));
	await viewers.goDown(signal);
	if (when === "replaying") {
		await viewers.blink();
		await wait(Math.random() * MOST_REPLAY_MS);
	}
	const asked = performance.now();
	signalAll([server.pid, ...(family ? below.map(({ pid }) => pid) : [])], signal);
	await server.exited;
	const ms = Math.round(performance.now() - asked);
	const complaints = ms > MOST_EXIT_MS ? [`it took ${ms} ms to end`] : [];
	const isLeft = () => below.some(({ pid, startTime }) => readProcess(pid)?.startTime === startTime);
	const deadline = Date.now() + MOST_EXIT_MS;
	while (isLeft() && Date.now() < deadline) await wait(POLL_MS);
	if (isLeft()) complaints.push("it left a process behind");
	return { ms, complaints };
}

/** @param {Step} step */
function nameStep({ signal, family, when }) {
	const moment = {
		live: "all live",
		returning: "some only coming back",
		replaying: "half being replayed to",
	}[when];
	return `${signal}${family ? " to all its processes" : ""}, ${moment}`;
}
