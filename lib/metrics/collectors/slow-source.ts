import { late, within } from "./time-limit";

type Library = typeof import("systeminformation");

interface Source {
	pending: boolean;
	failures: number;
	closedUntilMs: number;
}

const limitMs = 5_000;
const mostFailures = 3;
const closedMs = 300_000;

/**
 * The only way to systeminformation. It forks programs, keeps its earlier readings in module variables and knows no
 * time limit: so one call at a time, five seconds each, none again while the last one still hangs, and none for five
 * minutes after three failures in a row.
 */
export class SlowSource {
	#load: () => Promise<Library>;
	#monotonicMs: () => number;
	#tail: Promise<unknown> = Promise.resolve();
	#sources = new Map<string, Source>();

	constructor(
		// Loaded when it is first asked: most of what is read on Linux does not need it.
		load: () => Promise<Library> = () => import("systeminformation"),
		monotonicMs = () => performance.now(),
	) {
		this.#load = load;
		this.#monotonicMs = monotonicMs;
	}

	/** Calls `call` in its turn; rejects with the reason when it fails, hangs or has failed too often. `name` tells calls apart. */
	ask<T>(name: string, call: (library: Library) => Promise<T>): Promise<T> {
		const turn = this.#tail.then(() => this.#askNow(name, call));
		this.#tail = turn.catch(() => undefined);
		return turn;
	}

	async #askNow<T>(name: string, call: (library: Library) => Promise<T>): Promise<T> {
		const source = this.#sources.get(name) ?? { pending: false, failures: 0, closedUntilMs: 0 };
		this.#sources.set(name, source);
		if (source.pending) throw new Error("still not answering");
		if (this.#monotonicMs() < source.closedUntilMs)
			throw new Error("given up for now: it failed three times");
		source.pending = true;
		const answer = this.#load()
			.then(call)
			.finally(() => {
				source.pending = false;
			});
		try {
			const value = await within(limitMs, answer);
			if (value === late) throw new Error("did not answer within 5 s");
			source.failures = 0;
			return value;
		} catch (error) {
			source.failures++;
			if (source.failures >= mostFailures) {
				source.failures = 0;
				source.closedUntilMs = this.#monotonicMs() + closedMs;
			}
			throw error;
		}
	}
}
