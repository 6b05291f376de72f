import type { Instant } from "./collector";
import { type CounterReading, Counters } from "./counters";
import { Missing } from "./missing";
import { reasons } from "./rate";

interface ListOptions<List extends string, Rates extends object> {
	/** The name of the list in its reading. */
	list: List;
	/** Why the list is empty, where it is. */
	none: string;
	/** The rates of one that cannot be told. */
	blank: Rates;
	/** The rates of the one at `path`, whose counters grew so much in so many seconds. */
	rate: (grown: number[], seconds: number, path: string, missing: Missing) => Rates;
}

type ListReading<List extends string, Rates> = { time: number; missing?: Record<string, string> } & Record<
	List,
	(Rates & { name: string })[]
>;

/** Makes readings out of the counters of named things: a list of the rates of each. */
export class ListRates<List extends string, Rates extends object> {
	#options: ListOptions<List, Rates>;
	#counters: Counters;

	constructor(paceMs: number, options: ListOptions<List, Rates>) {
		this.#counters = new Counters(paceMs);
		this.#options = options;
	}

	read(at: Instant, counters: CounterReading): ListReading<List, Rates> {
		const { list, none } = this.#options;
		const missing = new Missing();
		if (counters.size === 0) missing.add(list, none);
		const named = this.#rateEach(at, counters, missing);
		return { time: at.time, [list]: named, ...missing.entries() } as ListReading<List, Rates>;
	}

	#rateEach(at: Instant, counters: CounterReading, missing: Missing): (Rates & { name: string })[] {
		const { list, blank, rate } = this.#options;
		const names = [...counters.keys()];
		const growth = this.#counters.grow(at.monotonicMs, counters);
		if (typeof growth === "string") {
			missing.add("", growth);
			return names.map((name) => ({ name, ...blank }));
		}
		return names.map((name, index) => {
			const grown = growth.differences.get(name) ?? reasons.unreadable;
			const path = `${list}.${index}`;
			if (typeof grown !== "string") return { name, ...rate(grown, growth.seconds, path, missing) };
			missing.addEach(path, blank, grown);
			return { name, ...blank };
		});
	}
}
