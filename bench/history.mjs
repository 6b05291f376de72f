// @ts-check
// What it costs to keep a year of seconds of a host, and to look at any of it: ours, beside the same kept data in SQLite
// as plain rows, and beside Prometheus. See docs/benchmarks.md.
// node bench/history.mjs [--days=365] [--seed=1] [--only=rows,prometheus]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadHistory } from "../scripts/history/store.mjs";
import { formatSeconds } from "../scripts/process/progress.mjs";
import { SyntheticHost } from "./history/host.mjs";
import { KeptRows } from "./history/kept-rows.mjs";
import { CONSTANTS, METRICS } from "./history/metrics.mjs";
import { OurHistory } from "./history/our-history.mjs";
import { PlainRows } from "./history/plain-rows.mjs";
import {
	askPrometheus,
	findPrometheus,
	importText,
	OpenMetricsText,
	startPrometheus,
} from "./history/prometheus.mjs";
import { CROWDS, placeRanges, RANGES, timeAnswers, timeCold } from "./history/questions.mjs";
import { describeMachine, digits, printTable } from "./parts/summary.mjs";

const { values } = parseArgs({
	options: {
		days: { type: "string", default: "365" },
		seed: { type: "string", default: "1" },
		only: { type: "string", default: "rows,prometheus" },
	},
});
const days = Number(values.days);
if (!Number.isInteger(days) || days < 1)
	throw new RangeError(`--days: expected a whole number, got "${values.days}"`);
const beside = values.only.split(",");
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The same year for everyone. */
const END = Date.UTC(2026, 0, 1);
const BEGAN = END - days * DAY_MS;

/** What Prometheus is given: it has no tiers, and a year of seconds would take it hours. */
const SECONDS = { name: "1s", stepMs: 1_000, blockMs: 18 * HOUR_MS, block: "18h" };
const MINUTES = { name: "1m", stepMs: MINUTE_MS, blockMs: 486 * HOUR_MS, block: "486h" };

const began = performance.now();
const say = (/** @type {string} */ what) =>
	console.log(`[${formatSeconds(performance.now() - began)}] ${what}`);
const directory = mkdtempSync(join(tmpdir(), "hostbeat-bench-history-"));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));

const room = await loadHistory();
const tiers = room.tiersAt(room.parseTiers(room.defaultTiers), SECONDS.stepMs);
const programs = beside.includes("prometheus") ? await findPrometheus() : null;
const texts = programs && {
	seconds: new OpenMetricsText(join(directory, "text"), SECONDS, METRICS),
	minutes: new OpenMetricsText(join(directory, "text"), MINUTES, METRICS),
};
const ours = new OurHistory(room, join(directory, "ours", "hostbeat.db"), tiers);
const kept = new KeptRows(
	tiers.map((tier) => ({ ...tier, retentionMs: Math.min(tier.retentionMs, days * DAY_MS) })),
	METRICS.length,
	END,
	{
		stepMs: MINUTE_MS,
		hear: (time, { sum, count }) => {
			texts?.minutes.add(time, (at) => /** @type {number} */ (sum[at]) / /** @type {number} */ (count[at]));
		},
	},
);

const importMs = takeIn();
const size = ours.size();
const rows = beside.includes("rows") ? new PlainRows(join(directory, "rows.db")) : null;
say(rows ? "The same as plain rows …" : "Without plain rows");
const rowBytes = rows?.load(kept) ?? 0;
const prometheus = await loadPrometheus();
printSizes();
await printTimes();
await prometheus?.stop();
rows?.close();
ours.close();
say("Done");
process.exit();

/** The whole year, day by day, into what is compared. Only our own share of the time is counted as import. */
function takeIn() {
	const host = new SyntheticHost(Number(values.seed));
	let otherMs = 0;
	/** @param {number} day */
	function* ticksOf(day) {
		const from = BEGAN + day * DAY_MS;
		for (let time = from; time < from + DAY_MS; time += SECONDS.stepMs) {
			const before = performance.now();
			const tick = { time, metrics: METRICS, values: host.next(time) };
			kept.take(time, tick.values);
			if (day === days - 1) texts?.seconds.add(time, (at) => tick.values[at] ?? Number.NaN);
			otherMs += performance.now() - before;
			yield tick;
		}
	}
	for (let day = 0; day < days; day++) {
		ours.take(ticksOf(day));
		if (day % 20 === 19) say(`${day + 1} of ${days} days are in, ${digits(ours.bytes / 2 ** 20)} MiB`);
	}
	ours.settle();
	kept.end();
	texts?.seconds.end();
	texts?.minutes.end();
	return ours.tookMs - otherMs;
}

async function loadPrometheus() {
	if (!programs || !texts) {
		say("NOT COMPARED with Prometheus, which is not to be had here (Debian: apt-get install prometheus)");
		return null;
	}
	const blocks = join(directory, "prometheus");
	say(`${(texts.seconds.samples + texts.minutes.samples).toLocaleString("en")} samples for Prometheus …`);
	const before = performance.now();
	const seconds = await importText(programs.tool, texts.seconds, blocks);
	const minutes = await importText(programs.tool, texts.minutes, blocks);
	say(`They took promtool ${formatSeconds(performance.now() - before)}`);
	const { url, stop } = await startPrometheus(programs.server, directory, blocks);
	return { url, stop, seconds, minutes };
}

function printSizes() {
	const known = kept.tiers.map(({ kept: { count } }) =>
		count.reduce((sum, one) => sum + (one > 0 ? 1 : 0), 0),
	);
	const all = known.reduce((sum, one) => sum + one, 0);
	const read = days * 86_400 * METRICS.length;
	console.log(
		`\n${describeMachine()}\n${days} days of seconds of ${METRICS.length} series, of which ${CONSTANTS.length} never change: ` +
			`${read.toLocaleString("en")} readings, taken in within ${digits(importMs / 1_000)} s ` +
			`(${digits((importMs * 1e6) / read)} ns each)\n`,
	);
	const mib = (/** @type {number} */ bytes) => digits(bytes / 2 ** 20);
	printTable([
		["what is kept", "numbers or buckets", "MiB", "bytes each", "and per number in it"],
		...kept.tiers.map(({ tier }, index) => {
			const bytes = size.tiers[index] ?? Number.NaN;
			const each = bytes / (known[index] ?? 0);
			const width = index === 0 ? 1 : 5;
			return [
				`ours, ${tier.name}${index === 0 ? "" : " (min, max, mean, last, count)"}`,
				...[(known[index] ?? 0).toLocaleString("en"), mib(bytes), digits(each), digits(each / width)],
			];
		}),
		["ours, the whole file", all.toLocaleString("en"), mib(size.file), digits(size.file / all), ""],
		...(rows
			? [
					[
						"plain rows in SQLite",
						rows.rows.toLocaleString("en"),
						mib(rowBytes),
						digits(rowBytes / rows.rows),
						"",
					],
				]
			: []),
		...(prometheus && texts
			? /** @type {const} */ (["seconds", "minutes"]).map((which) => [
					which === "seconds"
						? "Prometheus, the last day at 1 s"
						: `Prometheus, ${days} days at 1 min (means)`,
					texts[which].samples.toLocaleString("en"),
					mib(prometheus[which]),
					digits(prometheus[which] / texts[which].samples),
					"",
				])
			: []),
	]);
}

async function printTimes() {
	const table = [
		[
			"range",
			"series",
			"step",
			"ours, warm p50, ms",
			"p95",
			"cold",
			"plain rows, warm p50, ms",
			"p95",
			"cold",
			"Prometheus, warm p50, ms",
			"p95",
		],
	];
	for (const { name, ms } of RANGES.filter((range) => range.ms <= days * DAY_MS)) {
		const kept =
			(tiers.find(({ retentionMs }) => retentionMs >= ms) ?? tiers[tiers.length - 1])?.retentionMs ?? ms;
		const places = placeRanges({ ms, end: END, kept: Math.min(kept, days * DAY_MS) });
		for (const crowd of CROWDS) {
			const metrics = METRICS.slice(0, crowd);
			const asked = places.map((from) => ours.question(metrics, from, from + ms));
			const first = asked[0];
			if (!first) continue;
			const own = await timeAnswers(asked, (one) => ours.ask(one));
			const ownCold = await timeCold(
				asked,
				(one) => ours.ask(one),
				() => ours.chill(),
			);
			const other = rows && (await timeAnswers(asked, (one) => rows.ask(one)));
			const otherCold =
				rows &&
				(await timeCold(
					asked,
					(one) => rows.ask(one),
					() => rows.chill(),
				));
			const every = ms <= DAY_MS ? SECONDS : MINUTES;
			const third =
				prometheus &&
				(await timeAnswers(asked, ({ from, to, stepMs }) =>
					askPrometheus(prometheus.url, { metrics, every: every.name, from, to, stepMs }),
				));
			const cells = (/** @type {{ p50: number, p95: number } | null} */ times) =>
				times ? [digits(times.p50), digits(times.p95)] : ["–", "–"];
			table.push([
				...[name, String(crowd), room.stepName(first.stepMs), ...cells(own), digits(ownCold)],
				...[...cells(other), digits(otherCold ?? Number.NaN), ...cells(third)],
			]);
		}
		say(
			`${name}: ${table
				.slice(-CROWDS.length)
				.map((row) => `${row[1]} series ${row[4]} ms`)
				.join(", ")} at p95`,
		);
	}
	console.log("");
	printTable(table);
}
