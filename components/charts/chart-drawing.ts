import type { Fact } from "@/lib/history/types";
import { AxisDrawing } from "./axis-drawing";
import type { TimeChartProps } from "./chart-props";
import { type ChartSeries, type ChartSource, readValue } from "./chart-source";
import { type Column, peakOf, positionsIn, readColumns } from "./columns";
import type { Stretch } from "./fact-shapes";
import { FactsDrawing, factsNear } from "./facts-drawing";
import { scheduleFrame } from "./frame";
import { type PlotArea, pathsOf, yOf } from "./path";
import { PeaksDrawing } from "./peaks-drawing";

/** What moves in one series of a chart. */
export type Part = "fill" | "line";

type DrawnProps = Pick<TimeChartProps, "source" | "series" | "windowMs" | "stacked" | "peak" | "timezone">;

/** Sets the moving paths of one chart straight from the window, without React. */
export class ChartDrawing {
	readonly source: ChartSource;
	readonly series: readonly ChartSeries[];
	/** From the first position to the last: whole steps. */
	readonly windowMs: number;
	readonly facts = new FactsDrawing();
	readonly peaks: PeaksDrawing;
	readonly axis: AxisDrawing;
	#stacked: boolean;
	#onPeak: (peak: number) => void;
	#parts: Partial<Record<Part, SVGPathElement | null>>[];
	#columns: Column[] = [];
	#plot: PlotArea | null = null;

	/** `onPeak` hears the greatest value of the window at every draw. */
	constructor(props: DrawnProps, onPeak: (peak: number) => void) {
		const { source, series, windowMs, stacked = false, timezone = "UTC" } = props;
		const { stepMs } = source.window;
		this.source = source;
		this.series = series;
		this.windowMs = (positionsIn(windowMs, stepMs) - 1) * stepMs;
		this.peaks = new PeaksDrawing(series, stacked, props.peak);
		this.axis = new AxisDrawing(timezone);
		this.#stacked = stacked;
		this.#onPeak = onPeak;
		this.#parts = series.map(() => ({}));
	}

	/** The box the lines are drawn in, `null` until the chart has a size. */
	get plot(): PlotArea | null {
		return this.#plot;
	}

	/** What the chart shows now. */
	get stretch(): Stretch {
		const { newest, stepMs } = this.source.window;
		return { newest, stepMs, windowMs: this.windowMs };
	}

	/** Hands over an element of a series, or takes it away. */
	attach(index: number, part: Part, element: SVGPathElement | null): void {
		const parts = this.#parts[index];
		if (!parts) return;
		parts[part] = element;
		if (element) scheduleFrame(this.draw);
	}

	/** Puts the lines into another box. */
	place(plot: PlotArea): void {
		const old = this.#plot;
		const keys = Object.keys(plot) as (keyof PlotArea)[];
		if (old && keys.every((key) => old[key] === plot[key])) return;
		this.#plot = plot;
		scheduleFrame(this.draw);
	}

	/** Draws every series as the window now is. */
	draw = (): void => {
		const plot = this.#plot;
		if (!plot) return;
		const { window, facts } = this.source;
		const count = positionsIn(this.windowMs, window.stepMs);
		this.#columns = readColumns(window, this.series, count, this.#stacked, this.#columns);
		for (const [index, { values, base }] of this.#columns.entries()) {
			const { fill, line } = this.#parts[index] as Partial<Record<Part, SVGPathElement | null>>;
			const paths = pathsOf(values, base, plot, Boolean(fill));
			fill?.setAttribute("d", paths.fill);
			line?.setAttribute("d", paths.line);
		}
		const stretch = this.stretch;
		const peak = this.peaks.draw(this.source, count, plot);
		this.facts.draw(facts, stretch, plot);
		this.axis.draw(stretch, plot);
		this.#onPeak(Math.max(peak, peakOf(this.#columns)));
	};

	/** How far down every line runs at a distance from now, in pixels; `null` in a gap. */
	heights(ageMs: number): (number | null)[] {
		return this.#columns.map(({ values }) => {
			const value = values[values.length - 1 - this.#steps(ageMs)];
			return value === undefined || Number.isNaN(value) || !this.#plot ? null : yOf(value, this.#plot);
		});
	}

	/** A distance from now, moved to the nearest reading of this chart; `null` left of its window. */
	snap(ageMs: number): number | null {
		const snapped = this.#steps(ageMs) * this.source.window.stepMs;
		return snapped < 0 || snapped > this.windowMs ? null : snapped;
	}

	/** Where a distance from now stands, in pixels from the left of the chart. */
	x(ageMs: number): number {
		return this.#plot ? this.#plot.left + this.#plot.width * (1 - ageMs / this.windowMs) : 0;
	}

	/** The time that lies `ageMs` before the newest reading. */
	time(ageMs: number): number {
		return this.source.window.newest - ageMs;
	}

	/** The values of all series at that time, as people read them. */
	values(ageMs: number): (number | null)[] {
		return this.series.map((one) => readValue(this.source, one, this.time(ageMs)));
	}

	/** What happened at that time, or so near that nobody could point more exactly. */
	factsAt(ageMs: number): Fact[] {
		return factsNear(this.source.facts, this.time(ageMs), this.stretch, this.#plot?.width ?? 0);
	}

	#steps(ageMs: number): number {
		return Math.round(ageMs / this.source.window.stepMs);
	}
}
