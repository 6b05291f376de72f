interface Entry {
	id: string;
	concurrencyKey: string | null;
}

/** Who runs and who waits: so many at once, in their order, and of those with the same key one at a time. */
export class JobQueue {
	#atOnce: number;
	#waiting: Entry[] = [];
	#running = new Map<string, Entry>();

	constructor(atOnce: number) {
		this.#atOnce = atOnce;
	}

	get waiting(): number {
		return this.#waiting.length;
	}

	add(id: string, concurrencyKey: string | null): void {
		this.#waiting.push({ id, concurrencyKey });
	}

	/** Takes the first that may run now out of those that wait; `null` where none may. */
	next(): string | null {
		if (this.#running.size >= this.#atOnce) return null;
		const busy = new Set([...this.#running.values()].map(({ concurrencyKey }) => concurrencyKey));
		const index = this.#waiting.findIndex(
			({ concurrencyKey }) => concurrencyKey === null || !busy.has(concurrencyKey),
		);
		const [entry] = index < 0 ? [] : this.#waiting.splice(index, 1);
		if (!entry) return null;
		this.#running.set(entry.id, entry);
		return entry.id;
	}

	/** Takes one out, whether it waits or runs. */
	remove(id: string): void {
		this.#running.delete(id);
		this.#waiting = this.#waiting.filter((entry) => entry.id !== id);
	}

	/** Whether it waits. */
	isWaiting(id: string): boolean {
		return this.#waiting.some((entry) => entry.id === id);
	}

	/** Of each that waits its position, from 1 on. */
	get positions(): Map<string, number> {
		return new Map(this.#waiting.map(({ id }, index) => [id, index + 1]));
	}
}
