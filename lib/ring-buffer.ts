/** Keeps the newest `capacity` items in the order they came. */
export class RingBuffer<T> {
	#items: T[] = [];
	#start = 0;

	constructor(readonly capacity: number) {
		if (!Number.isInteger(capacity) || capacity < 1) {
			throw new RangeError(`capacity: expected a whole number, 1 or more, got ${capacity}`);
		}
	}

	get length(): number {
		return this.#items.length;
	}

	/** The i-th oldest item. */
	at(index: number): T | undefined {
		if (index < 0 || index >= this.#items.length) return undefined;
		return this.#items[(this.#start + index) % this.#items.length];
	}

	push(item: T): void {
		if (this.#items.length < this.capacity) {
			this.#items.push(item);
			return;
		}
		this.#items[this.#start] = item;
		this.#start = (this.#start + 1) % this.capacity;
	}

	*[Symbol.iterator](): Iterator<T> {
		for (let index = 0; index < this.length; index++) yield this.at(index) as T;
	}
}
