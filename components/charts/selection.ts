import type { ChartDrawing } from "./chart-drawing";

/** A shorter drag is a click whose hand was not still. */
const LEAST_PX = 5;

/** A stretch that somebody marks on a chart by dragging. */
export class Selection {
	#drawing: ChartDrawing;
	#from: number | null = null;
	#to = 0;

	constructor(drawing: ChartDrawing) {
		this.#drawing = drawing;
	}

	get isOpen(): boolean {
		return this.#from !== null;
	}

	/** Begins at a distance from the left of the plot, in pixels. */
	begin(x: number): void {
		this.#from = this.#hold(x);
		this.#to = this.#from;
	}

	/** Moves its other end there; `null` while it is no more than a click. */
	move(x: number): { left: number; width: number } | null {
		if (this.#from === null) return null;
		this.#to = this.#hold(x);
		const width = Math.abs(this.#to - this.#from);
		return width < LEAST_PX ? null : { left: Math.min(this.#from, this.#to), width };
	}

	/** Ends it, and tells which stretch it was, the earlier time first; `null` for a mere click. */
	end(): [from: number, to: number] | null {
		const from = this.#from;
		this.#from = null;
		if (from === null || Math.abs(this.#to - from) < LEAST_PX) return null;
		const [first, last] = [from, this.#to].sort((one, other) => one - other).map((x) => this.timeAt(x));
		return first === undefined || last === undefined || Number.isNaN(first + last) ? null : [first, last];
	}

	cancel(): void {
		this.#from = null;
	}

	/** The time that stands there, in whole milliseconds. */
	timeAt(x: number): number {
		const { plot, stretch } = this.#drawing;
		return plot ? Math.round(stretch.newest - stretch.windowMs * (1 - x / plot.width)) : Number.NaN;
	}

	#hold(x: number): number {
		return Math.min(this.#drawing.plot?.width ?? 0, Math.max(0, x));
	}
}
