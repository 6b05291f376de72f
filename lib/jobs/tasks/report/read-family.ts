import type { Fact, HistoryRange, Tier } from "@/lib/history/types";
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

/** The distance of single readings. */
export const readingMsOf = (tiers: readonly Tier[]): number => tiers[0]?.stepMs ?? 1_000;

/** Reads the families of one report. */
export class FamilyReader {
	/** What is missing of the range, and what happened in it: as the first answer tells it. */
	told: { gaps: ReportGap[]; facts: Fact[] } | null = null;
	#questions: Questions;
	#range: Stretch;
	#tiers: readonly Tier[];
	#newest: number | null;
	#readingMs: number;
	#points: number;

	/** `tiers` are what is kept, finest first; `newest` is the newest reading of the range. */
	constructor(
		questions: Questions,
		{ from, to, tiers, newest }: Stretch & { tiers: readonly Tier[]; newest: number | null },
	) {
		this.#questions = questions;
		this.#range = { from, to };
		this.#tiers = tiers;
		this.#newest = newest;
		this.#readingMs = readingMsOf(tiers);
		const readings = Math.floor((to - from) / this.#readingMs) + 2;
		this.#points = readings <= mostReadings ? readings : drawnPoints;
	}

	async read(plan: PlannedFamily): Promise<ReadFamily> {
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
			coverage: Math.min(1, knownMs / (this.#range.to - this.#range.from + this.#readingMs)),
		};
	}

	async #readRows(plan: PlannedFamily): Promise<Map<string, ReadRow>> {
		const rows = new Map<string, ReadRow>();
		const metrics = metricsOf(plan);
		for (let start = 0; start < metrics.length; start += atOnce) {
			const answer = await this.#questions.range(
				metrics.slice(start, start + atOnce),
				this.#range,
				this.#points,
			);
			const gaps = this.explain(answer);
			this.told ??= { gaps, facts: answer.facts };
			for (const series of this.#seriesOf(answer)) {
				const statistics = statisticsOf(series, plainGaps(gaps), this.#readingMs);
				if (statistics) await this.#findMaximum(series, statistics);
				rows.set(series.metric, { label: {}, series, statistics });
			}
		}
		return rows;
	}

	/** What of the range an answer has no readings of. */
	explain(answer: HistoryRange): ReportGap[] {
		const [readingMs, tierStepMs] = [this.#readingMs, this.#tierStepMs(answer)];
		return explainGaps(answer, { asked: this.#range, newest: this.#newest, readingMs, tierStepMs });
	}

	#seriesOf(answer: HistoryRange): Series[] {
		const tierStepMs = this.#tierStepMs(answer);
		const { from, to, stepMs } = answer;
		// The newest step may not be over.
		const until = Math.min(to + tierStepMs, (this.#newest ?? to) + this.#readingMs);
		return answer.series.map((one) => ({ ...one, stepMs, tierStepMs, from, until }));
	}

	#tierStepMs({ tier }: HistoryRange): number {
		return this.#tiers.find(({ name }) => name === tier)?.stepMs ?? this.#readingMs;
	}

	/** Asks on in finer steps until it is known in which the maximum was, as finely as is kept. */
	async #findMaximum({ metric }: Series, statistics: Statistics): Promise<void> {
		if (statistics.min === statistics.max) return;
		while (statistics.maxAtMs > this.#readingMs) {
			const from = Math.max(statistics.maxAt, this.#range.from);
			const to = Math.min(statistics.maxAt + statistics.maxAtMs - 1, this.#range.to);
			const { series, stepMs } = await this.#questions.range([metric], { from, to }, 1_000);
			const point = series[0]?.points.find(([, , , max]) => max === statistics.max);
			if (!point || stepMs >= statistics.maxAtMs) return;
			[statistics.maxAt] = point;
			statistics.maxAtMs = stepMs;
		}
	}
}
