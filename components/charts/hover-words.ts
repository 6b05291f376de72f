import type { ChartDrawing } from "./chart-drawing";
import type { TimeChartProps } from "./chart-props";
import { readPeak } from "./peaks";

type Words = Pick<TimeChartProps, "formatValue" | "formatTime" | "labels" | "noteAt">;

const MOST_FACTS = 3;

/** What is to be told of one chart at a distance from its newest reading. */
export class HoverWords {
	#drawing: ChartDrawing;
	#words: Words;

	constructor(drawing: ChartDrawing, words: Words) {
		this.#drawing = drawing;
		this.#words = words;
	}

	time(ageMs: number): string {
		const time = this.#drawing.time(ageMs);
		return Number.isFinite(time) ? this.#words.formatTime(time) : this.#words.formatValue(null);
	}

	/** One for each series. */
	values(ageMs: number): string[] {
		return this.#drawing.values(ageMs).map((value) => this.#words.formatValue(value));
	}

	/**
	 * One for each series; empty where a step is one reading, and of what is stacked, whose peaks were not all at once.
	 * Neither were the maxima of a sum.
	 */
	peaks(ageMs: number): string[] {
		const { source, series, peaks } = this.#drawing;
		const { labels, formatValue } = this.#words;
		if (!source.peaks || peaks.isStacked) return [];
		return series.map((one) => {
			const peak = readPeak(source, one, this.#drawing.time(ageMs));
			if (peak === null) return "";
			return (typeof one.metric === "string" ? labels.peak : labels.upTo)(formatValue(peak));
		});
	}

	/** The greatest of what is drawn over the stack; empty where it is not known. */
	whole(ageMs: number): string {
		const { source, peaks } = this.#drawing;
		const [whole] = peaks.isStacked ? peaks.series : [];
		const peak = whole ? readPeak(source, whole, this.#drawing.time(ageMs)) : null;
		return peak === null ? "" : this.#words.formatValue(peak);
	}

	/** What happened there, and what is known of the cause. */
	notes(ageMs: number): string[] {
		const { labels, formatTime, noteAt } = this.#words;
		const facts = this.#drawing.factsAt(ageMs).map((fact) => labels.fact(fact, formatTime));
		const more = facts.length > MOST_FACTS ? [labels.more(facts.length - MOST_FACTS)] : [];
		const note = noteAt?.(this.#drawing.time(ageMs), this.#drawing.source.window.stepMs) ?? null;
		return [...facts.slice(0, MOST_FACTS), ...more, ...(note ? [note] : [])];
	}

	/** All of it as one sentence for a screen reader. */
	sentence(ageMs: number): string {
		const values = this.values(ageMs);
		const peaks = this.peaks(ageMs);
		const parts = this.#drawing.series.map(({ label }, index) =>
			[label, values[index], peaks[index]].filter(Boolean).join(" "),
		);
		const whole = this.whole(ageMs);
		const [named] = this.#drawing.peaks.series;
		return [
			this.time(ageMs),
			...parts,
			...(whole ? [`${named?.label} ${whole}`] : []),
			...this.notes(ageMs),
		].join(", ");
	}
}
