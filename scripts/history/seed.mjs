// @ts-check
import { SyntheticHost } from "../../bench/history/host.mjs";
import { METRICS } from "../../bench/history/metrics.mjs";

/** Who is named for the peak. */
export const CULPRIT = "nightly-report";
const OTHER = "quiet-service";
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** No second but the peak's comes near it. */
const MOST_ELSEWHERE = 0.4;
const PEAK = { "cpu.utilization": 0.98, "cpu.user": 0.93, "cpu.system": 0.05, "cpu.iowait": 0 };
const SHARES = Object.keys(PEAK).map((metric) => METRICS.indexOf(metric));

/**
 * Fills a file with a day of a host that had one second of hard work, and leaves it as a server that was told to end does.
 * @param {Awaited<ReturnType<typeof import("./store.mjs").loadHistory>>} room
 * @param {{ file: string, end: number, peak: number }} day the times of the newest second and of the peak
 */
export function seedDay(room, { file, end, peak }) {
	const host = new SyntheticHost(3);
	const from = end - DAY_MS + 1_000;
	const history = room.openDiskHistory({
		file,
		intervalMs: 1_000,
		tiers: room.tiersAt(room.parseTiers(room.defaultTiers), 1_000),
		maxBytes: 2 ** 30,
		version: "0.0.1",
		bootId: "seed",
		recentMs: MINUTE_MS,
	});
	history.import(makeTicks(host, from, end, peak));
	history.note({ kind: "started", time: from, until: null, detail: { version: "0.0.1" } });
	for (let time = Math.ceil(from / MINUTE_MS) * MINUTE_MS; time + MINUTE_MS <= end; time += MINUTE_MS) {
		const isPeak = peak >= time && peak < time + MINUTE_MS;
		history.keepProcesses({ time, processes: [use(OTHER, 0.02), ...(isPeak ? [use(CULPRIT, 0.9)] : [])] });
	}
	history.note({ kind: "stopped", time: end, until: null, detail: {} });
	history.close();
}

/**
 * @param {SyntheticHost} host
 * @param {number} from
 * @param {number} end
 * @param {number} peak
 */
function* makeTicks(host, from, end, peak) {
	for (let time = from; time <= end; time += 1_000) {
		const values = host.next(time);
		for (const at of SHARES) values[at] = Math.min(values[at] ?? 0, MOST_ELSEWHERE);
		if (time === peak)
			for (const [metric, share] of Object.entries(PEAK)) values[METRICS.indexOf(metric)] = share;
		yield { time, metrics: METRICS, values };
	}
}

/**
 * @param {string} name
 * @param {number} utilization
 */
function use(name, utilization) {
	const bytes = { residentBytes: 10 * 2 ** 20, readBytesPerSecond: 0, writtenBytesPerSecond: 0 };
	return { pid: 4_242, name, user: "root", container: null, utilization, ...bytes };
}
