import { setText } from "../set-text";
import type { ChartDrawing } from "./chart-drawing";
import type { TimeChartProps } from "./chart-props";
import { readHover } from "./hover";
import { HoverWords } from "./hover-words";

type Words = Pick<TimeChartProps, "formatValue" | "formatTime" | "labels" | "noteAt">;

const BESIDE_PX = 10;

/** Draws the shared hairline on one chart and, on the chart that moves it, the values read there. */
export class HoverDrawing {
	#drawing: ChartDrawing;
	#words: HoverWords;
	#hairline: HTMLElement | null = null;
	#dots: HTMLElement[] = [];
	#readout: HTMLElement | null = null;
	#time: Element | null = null;
	#values: Element[] = [];
	#peaks: HTMLElement[] = [];
	#whole: HTMLElement | null = null;
	#notes: HTMLElement | null = null;
	#shown: "none" | "line" | "values" = "none";

	constructor(drawing: ChartDrawing, words: Words) {
		this.#drawing = drawing;
		this.#words = new HoverWords(drawing, words);
	}

	/** Takes the line that marks the time, with a dot for each series in it. */
	attachHairline = (element: HTMLElement | null): void => {
		this.#hairline = element;
		this.#dots = [...(element?.querySelectorAll<HTMLElement>("[data-dot]") ?? [])];
		this.#hide();
	};

	/** Takes the box that holds the values. */
	attachReadout = (element: HTMLElement | null): void => {
		this.#readout = element;
		this.#time = element?.querySelector("[data-time]") ?? null;
		this.#values = [...(element?.querySelectorAll("[data-value]") ?? [])];
		this.#peaks = [...(element?.querySelectorAll<HTMLElement>("[data-peak]") ?? [])];
		this.#whole = element?.querySelector<HTMLElement>("[data-whole]") ?? null;
		this.#notes = element?.querySelector<HTMLElement>("[data-notes]") ?? null;
		this.#hide();
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
		return this.#words.sentence(ageMs);
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
		// On the side with more room, the words of the y axis counted in: a phone has little.
		const before = x > (plot.left + plot.width) / 2;
		const wanted = before ? `${x - BESIDE_PX}px - 100%` : `${x + BESIDE_PX}px`;
		// Never beyond the chart: on a phone the page would become wider.
		const most = `${Math.floor(plot.left + plot.width)}px - 100%`;
		readout.style.transform = `translateX(clamp(0px, ${wanted}, max(0px, ${most})))`;
		setText(this.#time, this.#words.time(ageMs));
		const values = this.#words.values(ageMs);
		const peaks = this.#words.peaks(ageMs);
		for (const [index, element] of this.#values.entries()) setText(element, values[index] ?? "");
		for (const [index, element] of this.#peaks.entries()) fill(element, peaks[index] ?? "");
		const whole = this.#words.whole(ageMs);
		setText(this.#whole?.lastElementChild, whole);
		if (this.#whole) this.#whole.hidden = whole === "";
		fill(this.#notes, this.#words.notes(ageMs).join("\n"));
	}

	#show(what: "none" | "line" | "values"): void {
		if (what === this.#shown) return;
		this.#shown = what;
		this.#hide();
	}

	// Also of what is taken over from the picture before, which may have been read just then.
	#hide(): void {
		const isRead = this.#shown === "values";
		if (this.#hairline) this.#hairline.hidden = this.#shown === "none";
		if (this.#readout) this.#readout.hidden = !isRead;
		if (!isRead) for (const dot of this.#dots) dot.hidden = true;
	}
}

/** Says a text, or takes its place away where there is none. */
function fill(element: HTMLElement | null, text: string): void {
	setText(element, text);
	if (element && element.hidden !== (text === "")) element.hidden = text === "";
}
