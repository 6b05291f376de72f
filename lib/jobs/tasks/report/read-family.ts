import type { HistoryRange, Tier } from "@/lib/history/types";
import { metricsOf, type PlannedFamily, type PlannedRow } from "./families";
import type { Questions, Stretch } from "./questions";
import type { ReadFamily, ReadRow } from "./report-model";
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
	/** The first answer: what happened and what is missing stands in each. */
	first: HistoryRange | null = null;
	#questions: Questions;
	#range: Stretch;
	#tiers: readonly Tier[];
	#readingMs: number;
	#points: number;

	/** `tiers` are what is kept, finest first. */
	constructor(questions: Questions, { from, to }: Stretch, tiers: readonly Tier[]) {
		this.#questions = questions;
		this.#range = { from, to };
		this.#tiers = tiers;
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
			tier: read[0]?.series.tier ?? "",
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
			this.first ??= answer;
			for (const series of this.#seriesOf(answer)) {
				const statistics = statisticsOf(series, answer.gaps, this.#readingMs);
				if (statistics) await this.#findMaximum(series, statistics);
				rows.set(series.metric, { label: {}, series, statistics });
			}
		}
		return rows;
	}

	#seriesOf(answer: HistoryRange): Series[] {
		const tierStepMs = this.#tiers.find(({ name }) => name === answer.tier)?.stepMs ?? this.#readingMs;
		const { from, to, stepMs, tier } = answer;
		return answer.series.map((one) => ({ ...one, stepMs, tier, tierStepMs, from, until: to + tierStepMs }));
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
