import { type ClockTick, clockTicks, ticksThatFit } from "@/lib/clock-ticks";
import { setText } from "../set-text";
import type { Stretch } from "./fact-shapes";
import type { PlotArea } from "./path";

/** More words than this stand on no time axis. */
export const MOST_TICKS = 8;
const CHARACTER_PX = 6.4;
const BESIDE_PX = 10;

/** Writes the clock times of one chart's axis, which move along with it. */
export class AxisDrawing {
	readonly #timezone: string;
	#texts: SVGTextElement[] = [];
	#ticks: ClockTick[] = [];
	#ticksOf = "";
	#drawnOf = "";

	constructor(timezone: string) {
		this.#timezone = timezone;
	}

	attach = (element: SVGGElement | null): void => {
		this.#texts = [...(element?.querySelectorAll("text") ?? [])];
		this.#drawnOf = "";
	};

	draw({ newest, windowMs }: Stretch, { left, width }: PlotArea): void {
		if (this.#texts.length === 0 || !Number.isFinite(newest)) return;
		const key = `${newest} ${windowMs} ${left} ${width}`;
		if (key === this.#drawnOf) return;
		this.#drawnOf = key;
		const ticks = this.#read(newest, windowMs, width);
		for (const [index, element] of this.#texts.entries()) {
			const tick = ticks[index];
			setText(element, tick?.text ?? "");
			if (!tick) continue;
			const half = (tick.text.length * CHARACTER_PX) / 2;
			const x = left + width * (1 - (newest - tick.time) / windowMs);
			element.setAttribute("x", String(Math.round(Math.min(x, left + width + BESIDE_PX - half))));
		}
	}

	#read(newest: number, windowMs: number, width: number): ClockTick[] {
		// Where they stand moves each step, what they are changes seldom.
		const key = `${Math.floor(newest / 1_000)} ${windowMs} ${width}`;
		if (key !== this.#ticksOf) {
			this.#ticks = clockTicks(newest - windowMs, newest, this.#timezone, ticksThatFit(width, windowMs));
		}
		this.#ticksOf = key;
		return this.#ticks;
	}
}
