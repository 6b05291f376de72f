import { setText } from "../set-text";
import type { ChartDrawing } from "./chart-drawing";
import type { TimeChartProps } from "./chart-props";
import { readHover } from "./hover";

type Words = Pick<TimeChartProps, "formatValue" | "formatTime">;

const BESIDE_PX = 10;

/** Draws the shared hairline on one chart and, on the chart that moves it, the values read there. */
export class HoverDrawing {
	#drawing: ChartDrawing;
	#words: Words;
	#hairline: HTMLElement | null = null;
	#dots: HTMLElement[] = [];
	#readout: HTMLElement | null = null;
	#time: Element | null = null;
	#values: Element[] = [];
	#shown: "none" | "line" | "values" = "none";

	constructor(drawing: ChartDrawing, words: Words) {
		this.#drawing = drawing;
		this.#words = words;
	}

	/** Takes the line that marks the time, with a dot for each series in it. */
	attachHairline = (element: HTMLElement | null): void => {
		this.#hairline = element;
		this.#dots = [...(element?.querySelectorAll<HTMLElement>("[data-dot]") ?? [])];
	};

	/** Takes the box that holds the values. */
	attachReadout = (element: HTMLElement | null): void => {
		this.#readout = element;
		this.#time = element?.querySelector("[data-time]") ?? null;
		this.#values = [...(element?.querySelectorAll("[data-value]") ?? [])];
	};

	/** Follows the hairline; due after each move and each tick. */
	draw = (): void => {
		const hover = readHover();
		const ageMs = hover && this.#drawing.plot ? this.#drawing.snap(hover.ageMs) : null;
		if (ageMs === null) {
			this.#show("none");
			return;
		}
		const x = Math.round(this.#drawing.x(ageMs));
		if (this.#hairline) this.#hairline.style.transform = `translateX(${x}px)`;
		const mine = hover?.owner === this.#drawing;
		this.#show(mine ? "values" : "line");
		if (mine) this.#read(ageMs, x);
	};

	/** What stands at a distance from now, as one sentence for a screen reader. */
	sentence(ageMs: number): string {
		const values = this.#drawing.values(ageMs);
		const parts = this.#drawing.series.map(
			({ label }, index) => `${label} ${this.#words.formatValue(values[index] ?? null)}`,
		);
		return [this.#timeText(ageMs), ...parts].join(", ");
	}

	#read(ageMs: number, x: number): void {
		for (const [index, y] of this.#drawing.heights(ageMs).entries()) {
			const dot = this.#dots[index];
			if (!dot) continue;
			dot.hidden = y === null;
			if (y !== null) dot.style.transform = `translateY(${Math.round(y)}px)`;
		}
		const readout = this.#readout;
		const plot = this.#drawing.plot;
		if (!readout || !plot) return;
		const before = x > plot.left + plot.width / 2;
		readout.style.transform = before
			? `translateX(calc(${x - BESIDE_PX}px - 100%))`
			: `translateX(${x + BESIDE_PX}px)`;
		const values = this.#drawing.values(ageMs);
		setText(this.#time, this.#timeText(ageMs));
		for (const [index, element] of this.#values.entries()) {
			setText(element, this.#words.formatValue(values[index] ?? null));
		}
	}

	#show(what: "none" | "line" | "values"): void {
		if (what === this.#shown) return;
		this.#shown = what;
		if (this.#hairline) this.#hairline.hidden = what === "none";
		if (this.#readout) this.#readout.hidden = what !== "values";
		if (what !== "values") for (const dot of this.#dots) dot.hidden = true;
	}

	#timeText(ageMs: number): string {
		const time = this.#drawing.time(ageMs);
		return Number.isFinite(time) ? this.#words.formatTime(time) : this.#words.formatValue(null);
	}
}
