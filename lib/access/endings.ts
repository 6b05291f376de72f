import { createLog } from "@/lib/log";
import type { EndReason } from "./types";

/** Is told why it may go on no longer. */
export type OnEnd = (reason: EndReason) => void;

const log = createLog("access");

/** What sessions and tokens hold open, by their id. */
export class Endings {
	#holds = new Map<string, Set<OnEnd>>();

	/** Calls `onEnd` once when this one ends, unless what this gives is called before. */
	hold(id: string, onEnd: OnEnd): () => void {
		// One that is held twice is told twice, even by the same function.
		const told: OnEnd = (reason) => onEnd(reason);
		const holds = this.#holds.get(id) ?? new Set();
		this.#holds.set(id, holds.add(told));
		return () => {
			holds.delete(told);
			if (holds.size === 0 && this.#holds.get(id) === holds) this.#holds.delete(id);
		};
	}

	isHeld(id: string): boolean {
		return this.#holds.has(id);
	}

	get isAnyHeld(): boolean {
		return this.#holds.size > 0;
	}

	/** Tells all that this one holds open. */
	end(id: string, reason: EndReason): void {
		const holds = this.#holds.get(id);
		this.#holds.delete(id);
		for (const onEnd of holds ?? []) {
			try {
				onEnd(reason);
			} catch (error) {
				// Whatever becomes of one, the others must not stay open.
				log.error("What a session or token held open could not be ended", error);
			}
		}
	}
}
