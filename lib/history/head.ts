import type { Stretch } from "./rollup";

/** The newest ticks, not sealed yet, in columns. */
export class Head implements Stretch {
	#times = new Float64Array(256);
	#columns = new Map<number, Float64Array>();
	#length = 0;

	get length(): number {
		return this.#length;
	}

	get times(): Float64Array {
		return this.#times.subarray(0, this.#length);
	}

	/** Every series that it knows a reading of, or that one was not known. */
	get ids(): readonly number[] {
		return [...this.#columns.keys()];
	}

	/** Takes in a tick that is later than all before. */
	append(time: number, ids: readonly number[], values: Float64Array): void {
		if (this.#length === this.#times.length) this.#grow();
		const at = this.#length++;
		this.#times[at] = time;
		for (let index = 0; index < ids.length; index++) {
			const id = ids[index] as number;
			let column = this.#columns.get(id);
			if (!column) {
				column = new Float64Array(this.#times.length).fill(Number.NaN);
				this.#columns.set(id, column);
			}
			column[at] = values[index] ?? Number.NaN;
		}
	}

	raw(id: number): Float64Array | null {
		return this.#columns.get(id)?.subarray(0, this.#length) ?? null;
	}

	rolled(): null {
		return null;
	}

	clear(): void {
		this.#length = 0;
		this.#columns.clear();
	}

	#grow(): void {
		const longer = (column: Float64Array) => {
			const grown = new Float64Array(column.length * 2).fill(Number.NaN);
			grown.set(column);
			return grown;
		};
		this.#times = longer(this.#times);
		for (const [id, column] of this.#columns) this.#columns.set(id, longer(column));
	}
}
