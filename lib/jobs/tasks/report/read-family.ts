import type { Fact, HistoryRange, Point, Tier } from "@/lib/history/types";
import { metricsOf, type PlannedFamily, type PlannedRow } from "./families";
import { explainGaps, plainGaps } from "./gaps";
import type { Questions, Stretch } from "./questions";
import type { ReadFamily, ReadRow, ReportGap } from "./report-model";
import { type Series, type Statistics, statisticsOf } from "./statistics";

/** Up to so many readings each is asked for, and longer ranges in as many steps as a printed line can show. */
const mostReadings = 3_600;
const drawnPoints = 720;
/** Series in one question: an answer has at most 100,000 points. */
const atOnce = 24;
const onTheWayMs = 60_000;

/** The distance of single readings. */
export const readingMsOf = (tiers: readonly Tier[]): number => tiers[0]?.stepMs ?? 1_000;

/** What is to be read, and what is known of it before. */
export interface Task {
	asked: Stretch;
	/** What is kept, finest first. */
	tiers: readonly Tier[];
	facts: readonly Fact[];
	/** The newest reading of all, `null` where nothing is kept. */
	newest: number | null;
}

/** Reads the families of one report. */
export class FamilyReader {
	/** What is missing of the range, as the first answer tells it. */
	gaps: ReportGap[] | null = null;
	#questions: Questions;
	#task: Task;
	#readingMs: number;
	#points: number;

	constructor(questions: Questions, task: Task) {
		this.#questions = questions;
		this.#task = task;
		this.#readingMs = readingMsOf(task.tiers);
		const readings = Math.floor((task.asked.to - task.asked.from) / this.#readingMs) + 2;
		this.#points = readings <= mostReadings ? readings : drawnPoints;
	}

	async read(plan: PlannedFamily): Promise<ReadFamily> {
		const { from, to } = this.#task.asked;
		const rows = await this.#readRows(plan);
		const rowOf = ({ metric, label }: PlannedRow): ReadRow[] => {
			const row = rows.get(metric);
			return row ? [{ ...row, label }] : [];
		};
		const read = [...rows.values()];
		const knownMs = Math.max(0, ...read.map(({ statistics }) => statistics?.knownMs ?? 0));
		return {
			id: plan.id,
			charts: plan.charts
				.map(({ label, lines, reference }) => {
					const limit = reference && rows.get(reference.metric)?.statistics;
					return {
						label,
						lines: lines.flatMap(rowOf),
						reference: limit ? { label: reference.label, value: limit.last } : null,
					};
				})
				.filter(({ lines }) => lines.some(({ statistics }) => statistics !== null)),
			rows: plan.rows.flatMap(rowOf),
			leftOut: plan.leftOut,
			tierStepMs: read[0]?.series.tierStepMs ?? this.#readingMs,
			stepMs: read[0]?.series.stepMs ?? this.#readingMs,
			from: read[0]?.series.from ?? from,
			until: read[0]?.series.until ?? to,
			// What somebody pushes has no pace that it could fall behind.
			coverage: plan.id === "own" ? null : Math.min(1, knownMs / (to - from + this.#readingMs)),
		};
	}

	async #readRows(plan: PlannedFamily): Promise<Map<string, ReadRow>> {
		const rows = new Map<string, ReadRow>();
		const metrics = metricsOf(plan);
		for (let start = 0; start < metrics.length; start += atOnce) {
			const answer = await this.#askWhole(metrics.slice(start, start + atOnce));
			const gaps = this.explain(answer);
			this.gaps ??= gaps;
			for (const series of this.#seriesOf(answer, plan.id === "own")) {
				const statistics = statisticsOf(series, plainGaps(gaps), this.#readingMs);
				if (statistics) await this.#findMaximum(series, statistics);
				rows.set(series.metric, { label: {}, series, statistics });
			}
		}
		return rows;
	}

	/** What of the range an answer has no readings of. */
	explain(answer: HistoryRange): ReportGap[] {
		const { asked, facts } = this.#task;
		const surroundings = { asked, facts, newest: this.#newest, readingMs: this.#readingMs };
		return explainGaps(answer, this.#tierStepMs(answer), surroundings);
	}

	/** Asks for steps that lie within the range: the last one may hold readings that came after it. */
	async #askWhole(metrics: string[]): Promise<HistoryRange> {
		const { asked, newest } = this.#task;
		const answer = await this.#questions.range(metrics, asked, this.#points);
		const reachesOut = answer.to + this.#tierStepMs(answer) > asked.to + this.#readingMs;
		// A report up to now is asked for a moment before it is made.
		if (!reachesOut || newest === null || newest <= asked.to + onTheWayMs) return answer;
		if (answer.to - 1 < asked.from) return answer;
		return this.#questions.range(metrics, { from: asked.from, to: answer.to - 1 }, this.#points);
	}

	/** Of the range. */
	get #newest(): number | null {
		const { asked, newest } = this.#task;
		return newest === null ? null : Math.min(newest, asked.to);
	}

	#seriesOf(answer: HistoryRange, isOwn: boolean): Series[] {
		const tierStepMs = this.#tierStepMs(answer);
		const { from, to, stepMs } = answer;
		// The newest step may not be over.
		const until = Math.min(to + tierStepMs, (this.#newest ?? to) + this.#readingMs);
		return answer.series.map((one) => {
			const bridgedMs = isOwn ? bridgeOf(one.points) : 0;
			return { ...one, stepMs, tierStepMs, from, until, bridgedMs };
		});
	}

	#tierStepMs({ tier }: HistoryRange): number {
		return this.#task.tiers.find(({ name }) => name === tier)?.stepMs ?? this.#readingMs;
	}

	/** Asks on in finer steps until it is known in which the maximum was, as finely as is kept. */
	async #findMaximum({ metric }: Series, statistics: Statistics): Promise<void> {
		if (statistics.min === statistics.max) return;
		while (statistics.maxAtMs > this.#readingMs) {
			const from = Math.max(statistics.maxAt, this.#task.asked.from);
			const to = Math.min(statistics.maxAt + statistics.maxAtMs - 1, this.#task.asked.to);
			const { series, stepMs } = await this.#questions.range([metric], { from, to }, 1_000);
			const point = series[0]?.points.find(([, , , max]) => max === statistics.max);
			if (!point || stepMs >= statistics.maxAtMs) return;
			[statistics.maxAt] = point;
			statistics.maxAtMs = stepMs;
		}
	}
}

/** Three times as long as it mostly takes until the next is known. */
function bridgeOf(points: readonly Point[]): number {
	const times = points.filter(([, mean]) => mean !== null).map(([time]) => time);
	const holes = times.slice(1).map((time, index) => time - (times[index] as number));
	holes.sort((one, other) => one - other);
	return 3 * (holes[Math.floor(holes.length / 2)] ?? 0);
}
