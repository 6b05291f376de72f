/** Lets what is done for the same key be done one after the other. */
export class TurnsByKey {
	#last = new Map<string, Promise<void>>();

	/** Does it once all before it for this key is done, whatever came of that. */
	run<T>(key: string, work: () => Promise<T>): Promise<T> {
		const done = (this.#last.get(key) ?? Promise.resolve()).then(work);
		const settled = done.then(
			() => {},
			() => {},
		);
		this.#last.set(key, settled);
		void settled.then(() => this.#last.get(key) === settled && this.#last.delete(key));
		return done;
	}
}
