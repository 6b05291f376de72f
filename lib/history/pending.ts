/** What waits for its answer, by number. */
export class Pending<T> {
	#waiting = new Map<number, { resolve: (answer: T) => void; reject: (error: Error) => void }>();
	#last = 0;

	/** Tells it under a number of its own, and resolves with the answer. */
	ask(tell: (id: number) => void): Promise<T> {
		return new Promise((resolve, reject) => {
			const id = ++this.#last;
			this.#waiting.set(id, { resolve, reject });
			tell(id);
		});
	}

	/** The answer, or what is wrong. */
	answer(id: number, answer: T | RangeError): void {
		const waiting = this.#waiting.get(id);
		this.#waiting.delete(id);
		if (answer instanceof RangeError) waiting?.reject(answer);
		else waiting?.resolve(answer);
	}

	/** Rejects all: there is nobody any more who would answer. */
	end(reason: string): void {
		for (const { reject } of this.#waiting.values()) reject(new Error(reason));
		this.#waiting.clear();
	}
}
