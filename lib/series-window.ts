/** The numbers that charts read: of each metric one at each step of `stepMs`, up to `newest`; `NaN` where nothing is known. */
export interface ReadableWindow {
	readonly newest: number;
	readonly stepMs: number;
	readonly metrics: readonly string[];
	get(metric: string, time: number): number;
}

/**
 * A window of series: one column of numbers per metric on a common grid of times, the newest `capacity` steps of it.
 * Writing is idempotent by time and may come in any order, so a replayed tick or a late history changes nothing twice.
 */
export class SeriesWindow implements ReadableWindow {
	#times: Float64Array;
	#columns = new Map<string, { values: Float64Array; newest: number }>();
	#metrics: readonly string[] | null = null;
	#newest = Number.NEGATIVE_INFINITY;

	constructor(
		readonly capacity: number,
		readonly stepMs: number,
	) {
		this.#times = new Float64Array(capacity).fill(Number.NaN);
	}

	/** The newest time written, or −∞. */
	get newest(): number {
		return this.#newest;
	}

	/** Every metric that the window holds: the same list until one comes or goes. */
	get metrics(): readonly string[] {
		this.#metrics ??= [...this.#columns.keys()];
		return this.#metrics;
	}

	/** Whether anything was written for `time`, if only that nothing is known. */
	has(time: number): boolean {
		return this.#times[this.#slot(time)] === this.#grid(time);
	}

	/** Writes one number; `null` is kept as "not known". Older than the window: ignored. */
	set(metric: string, time: number, value: number | null): void {
		const slot = this.#claim(time);
		if (slot === -1) return;
		let column = this.#columns.get(metric);
		if (!column) {
			column = { values: new Float64Array(this.capacity).fill(Number.NaN), newest: time };
			this.#columns.set(metric, column);
			this.#metrics = null;
		}
		column.values[slot] = value ?? Number.NaN;
		if (time > column.newest) column.newest = time;
	}

	/** Moves on to `time`, of which nothing is known yet. */
	reach(time: number): void {
		this.#claim(time);
	}

	/** The number at `time`, `NaN` where there is none. */
	get(metric: string, time: number): number {
		const slot = this.#slot(time);
		if (this.#times[slot] !== this.#grid(time)) return Number.NaN;
		return this.#columns.get(metric)?.values[slot] ?? Number.NaN;
	}

	/** Drops the metrics that were last written before `time`: devices come and go, and must not fill the memory. */
	forget(time: number): void {
		for (const [metric, column] of this.#columns) {
			if (column.newest >= time) continue;
			this.#columns.delete(metric);
			this.#metrics = null;
		}
	}

	/** Forgets all at or after `time`: a clock that was set back starts its line anew. */
	truncate(time: number): void {
		for (let slot = 0; slot < this.capacity; slot++) {
			if ((this.#times[slot] as number) >= time) this.#clear(slot, Number.NaN);
		}
		// Else a device that is gone by then would be remembered until the clock is where it was.
		for (const column of this.#columns.values()) column.newest = Math.min(column.newest, time);
		// Not Math.max: an empty slot is NaN, and would win.
		this.#newest = Number.NEGATIVE_INFINITY;
		for (const at of this.#times) if (at > this.#newest) this.#newest = at;
	}

	// A reading belongs to the step in which it was taken: it may be late, never early.
	#grid(time: number): number {
		return Math.floor(time / this.stepMs) * this.stepMs;
	}

	#slot(time: number): number {
		return Math.floor(time / this.stepMs) % this.capacity;
	}

	#claim(time: number): number {
		const at = this.#grid(time);
		if (at <= this.#newest - this.capacity * this.stepMs) return -1;
		const slot = this.#slot(time);
		if (this.#times[slot] !== at) this.#clear(slot, at);
		if (at > this.#newest) this.#newest = at;
		return slot;
	}

	#clear(slot: number, time: number): void {
		this.#times[slot] = time;
		for (const { values } of this.#columns.values()) values[slot] = Number.NaN;
	}
}
