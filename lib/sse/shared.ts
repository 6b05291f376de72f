import type { Selection, Wanted } from "./types";

/** For how many selections at most bytes are kept, beside that of all events. */
export const mostSelections = 16;

/** Gives a selection the key that all selections of the same events have. */
export function nameSelection(selection: Selection, also: Selection = null): Wanted {
	const list = (names: ReadonlySet<string>) => [...names].sort().join();
	return { key: selection ? list(selection) : also ? `*+${list(also)}` : "*", selection, also };
}

/**
 * Bytes that are made once for all clients with the same selection. There may be as many selections as subsets of the
 * events, so they are kept for the first 17 only: for others they are made for each client, and then go with it.
 */
export class Shared<T> {
	#made = new Map<string, T>();

	/** What was made for the selection with this key, or is made now. */
	get(key: string, make: () => T): T {
		const known = this.#made.get(key);
		if (known !== undefined) return known;
		const made = make();
		if (this.#made.size <= mostSelections) this.#made.set(key, made);
		return made;
	}

	clear(): void {
		this.#made.clear();
	}
}
