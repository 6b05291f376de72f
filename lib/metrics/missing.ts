import { type Outcome, reasons } from "./rate";
import type { Value } from "./types";

/** Gathers, while a reading is put together, why some of its values are `null`. */
export class Missing {
	#reasons: Record<string, string> = {};

	/** Says why nothing stands at `path`; the first reason that is given holds. */
	add(path: string, reason: string): void {
		this.#reasons[path] ??= reason;
	}

	/** Says why none of the values of `blank` stand below `path`, which is empty for the reading itself. */
	addEach(path: string, blank: object, reason: string): void {
		for (const name of Object.keys(blank)) this.add(path ? `${path}.${name}` : name, reason);
	}

	/** The number itself, or `null` once its reason is noted; not a number counts as not told by the system. */
	value(path: string, outcome: Outcome<number>): Value {
		if (typeof outcome === "number" && Number.isFinite(outcome)) return outcome;
		this.add(path, typeof outcome === "string" ? outcome : reasons.untold);
		return null;
	}

	/** The numbers that stand below `path`, with `null` for each that is not one: not told by the system. */
	known<Name extends string>(path: string, numbers: Record<Name, number>): Record<Name, Value> {
		const values: Record<Name, Value> = numbers;
		for (const name in numbers) {
			if (Number.isFinite(numbers[name])) continue;
			this.add(path ? `${path}.${name}` : name, reasons.untold);
			values[name] = null;
		}
		return values;
	}

	/** The reading's own `missing`, left out when nothing is missing; to be spread into it. */
	entries(): { missing?: Record<string, string> } {
		return Object.keys(this.#reasons).length > 0 ? { missing: this.#reasons } : {};
	}
}
