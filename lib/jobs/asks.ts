import type { Answer, Ask } from "./host/protocol";
import type { JobHostEvents } from "./types";

type Answered = Omit<Answer, "kind"> & { id: string };

/** What built-in tasks have asked and was not answered yet. */
export class Asks {
	#onAsk: JobHostEvents["onAsk"];
	#answer: (answer: Answered) => void;
	#open = new Map<string, Set<AbortController>>();

	constructor(onAsk: JobHostEvents["onAsk"], answer: (answer: Answered) => void) {
		this.#onAsk = onAsk;
		this.#answer = answer;
	}

	/** Lets it be answered. */
	take(id: string, { ask, subject, data }: Ask): void {
		const controller = new AbortController();
		const open = this.#open.get(id) ?? new Set();
		this.#open.set(id, open.add(controller));
		const { signal } = controller;
		// Within the promise, so that what is thrown at once is answered as well.
		Promise.resolve()
			.then(() => this.#onAsk(id, subject, data, signal))
			.then(
				(value) => this.#answer({ id, ask, value }),
				(error) => this.#answer({ id, ask, error: error instanceof Error ? error.message : String(error) }),
			)
			.finally(() => open.delete(controller));
	}

	/** Nobody waits for what this job has asked. */
	drop(id: string): void {
		for (const controller of this.#open.get(id) ?? []) controller.abort();
		this.#open.delete(id);
	}

	close(): void {
		for (const id of [...this.#open.keys()]) this.drop(id);
	}
}
