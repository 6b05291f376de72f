/** Listeners by topic. */
export class Topics<T extends string> {
	#listeners = new Map<T, Set<() => void>>();

	/** Calls `listener` at each news of `topic`; returns what ends it. */
	on(topic: T, listener: () => void): () => void {
		const listeners = this.#listeners.get(topic) ?? new Set();
		this.#listeners.set(topic, listeners.add(listener));
		return () => listeners.delete(listener);
	}

	tell(topic: T): void {
		for (const listener of this.#listeners.get(topic) ?? []) listener();
	}
}
