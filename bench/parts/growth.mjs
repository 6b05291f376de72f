// @ts-check
import { setTimeout as wait } from "node:timers/promises";
import { startHostbeat } from "../../scripts/server/spawn.mjs";
import { readHeldKib, withMemoryProbe } from "./held.mjs";
import { readCost } from "./process-cost.mjs";
import { digits, printTable } from "./summary.mjs";

/** @typedef {{ hour: number, rss: number, pss: number, held: number, sampler: number }} Sample KiB; held: after garbage collection */

const MINUTE_MS = 60_000;
// The history fills for 15 minutes, which is growth that ends.
const FILLED_HOURS = 20 / 60;
const ROWS = 12;

/**
 * Watches a server without viewers for so many hours, and prints how its memory went and how fast it grew once its
 * history was full.
 * @param {number} hours
 */
export async function watchGrowth(hours) {
	const server = await startHostbeat({ env: withMemoryProbe });
	const sampler = server.samplerPid;
	const began = performance.now();
	/** @type {Sample[]} */
	const samples = [];
	for (let minute = 0; minute <= hours * 60; minute++) {
		await wait(Math.max(0, began + minute * MINUTE_MS - performance.now()));
		const web = readCost(server.pid);
		const own = sampler === null ? { rssKib: 0, pssKib: 0 } : readCost(sampler);
		samples.push({
			hour: (performance.now() - began) / 3_600_000,
			rss: web.rssKib + own.rssKib,
			pss: web.pssKib + own.pssKib,
			held: await readHeldKib(server),
			sampler: sampler === null ? Number.NaN : await readHeldKib({ pid: sampler, output: server.output }),
		});
	}
	await server.stop();
	report(samples, hours);
}

/**
 * @param {Sample[]} samples
 * @param {number} hours
 */
function report(samples, hours) {
	// In a trial of minutes nothing is full: then of its second half.
	const from = Math.min(FILLED_HOURS, hours / 2);
	const late = samples.filter(({ hour }) => hour >= from);
	const every = Math.max(1, Math.ceil(samples.length / ROWS));
	const mib = (/** @type {number} */ kib) => digits(kib / 1_024);
	printTable([
		["minute", "both, MiB (RSS)", "both, MiB (PSS)", "server holds, MiB", "sampler holds, MiB"],
		...samples
			.filter((_, index) => index % every === 0 || index === samples.length - 1)
			.map(({ hour, rss, pss, held, sampler }) => [
				...[String(Math.round(hour * 60)), mib(rss), mib(pss)],
				...[mib(held), mib(sampler)],
			]),
	]);
	const slope = (/** @type {keyof Sample} */ key) =>
		digits(slopeOf(late.map((sample) => [sample.hour, sample[key]])));
	console.log("");
	printTable([
		[`growth from minute ${Math.round(from * 60)} on`, "KiB an hour"],
		["both (RSS)", slope("rss")],
		["both (PSS)", slope("pss")],
		["the server holds, after a collection", slope("held")],
		["the sampler holds, after a collection", slope("sampler")],
	]);
}

/**
 * The slope of the line that fits points best, by least squares.
 * @param {[x: number, y: number][]} points
 */
export function slopeOf(points) {
	const mean = (/** @type {number[]} */ all) => all.reduce((sum, one) => sum + one, 0) / all.length;
	const [x, y] = [mean(points.map(([one]) => one)), mean(points.map(([, one]) => one))];
	const covariance = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
	return covariance / points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}
