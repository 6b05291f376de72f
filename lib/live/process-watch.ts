import { withBasePath } from "@/lib/base-path";
import type { MetricName, ProcessList, ProcessQuery } from "@/lib/metrics/types";
import { ask } from "./ask";
import type { LiveStore } from "./store";

type Store = Pick<LiveStore, "connected" | "on" | "page" | "put">;

interface WatchOptions {
	/** Tells why the server has no answer, in its own words, and with `null` that it has one again. */
	onTrouble: (message: string | null) => void;
	fetch?: typeof fetch;
}

/** The form of every error of the API. */
interface Refusal {
	error: { message: string };
}

const leastEveryMs = 2_000;
/** A panel that only passes by, as somebody scrolls, is not worth a walk through all processes. */
const settleMs = 150;
/** While somebody types, each letter is another question. */
const leastApartMs = 200;
const answerMs = 5_000;
const event: MetricName = "process";

/**
 * Asks for the processes, and puts them into the store, while its panel is seen and the page is told what is true now.
 * Without an answer the store keeps the last, which then grows old there. Only the newest question is waited for.
 */
export class ProcessWatch {
	#store: Store;
	#fetch: typeof fetch;
	#query: ProcessQuery | null = null;
	#onTrouble: (message: string | null) => void;
	#seen = false;
	#request: AbortController | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#isWaiting = false;
	#askedAt = Number.NEGATIVE_INFINITY;
	#unsubscribe: () => void;

	constructor(store: Store, { onTrouble, fetch = ask }: WatchOptions) {
		this.#store = store;
		this.#onTrouble = onTrouble;
		this.#fetch = fetch;
		this.#unsubscribe = store.on("state", () => this.#update());
	}

	/** Says whether the panel can be seen. */
	setSeen(seen: boolean): void {
		this.#seen = seen;
		this.#update();
	}

	/** Asks this from now on. */
	ask(query: ProcessQuery): void {
		this.#query = query;
		if (!this.#isActive) return;
		this.#rest();
		const sinceMs = performance.now() - this.#askedAt;
		this.#wait(Math.max(0, leastApartMs - sinceMs));
	}

	close(): void {
		this.#unsubscribe();
		this.#seen = false;
		this.#rest();
	}

	get #isActive(): boolean {
		return this.#seen && this.#query !== null && this.#store.connected;
	}

	#update(): void {
		if (!this.#isActive) this.#rest();
		else if (!this.#request && !this.#isWaiting) this.#wait(settleMs);
	}

	#rest(): void {
		clearTimeout(this.#timer);
		this.#isWaiting = false;
		this.#request?.abort();
		this.#request = null;
	}

	#wait(ms: number): void {
		this.#isWaiting = true;
		this.#timer = setTimeout(() => {
			this.#isWaiting = false;
			void this.#ask();
		}, ms);
	}

	async #ask(): Promise<void> {
		if (!this.#query) return;
		const request = new AbortController();
		this.#request = request;
		this.#askedAt = performance.now();
		const limit = setTimeout(() => request.abort(), answerMs);
		const reading = await this.#read(this.#query, request.signal);
		clearTimeout(limit);
		// Another question was asked meanwhile, or none is any more.
		if (this.#request !== request) return;
		this.#request = null;
		if (reading && "error" in reading) {
			this.#onTrouble(reading.error.message);
		} else if (reading) {
			this.#onTrouble(null);
			this.#store.put(event, reading);
		}
		const { intervalMs, pace } = this.#store.page;
		this.#wait(Math.max(leastEveryMs, intervalMs * pace[event]));
	}

	async #read(
		{ search, sort, order, limit }: ProcessQuery,
		signal: AbortSignal,
	): Promise<ProcessList | Refusal | null> {
		const query = new URLSearchParams({ search, sort, order, limit: String(limit) });
		try {
			const response = await this.#fetch(withBasePath(`/api/processes?${query}`), {
				signal,
				cache: "no-store",
			});
			// The page says by itself that it is signed out.
			if (response.status === 401) return null;
			const answer: ProcessList | Refusal = await response.json();
			return response.ok || "error" in answer ? answer : null;
		} catch {
			// The server is away or does not answer, which the store says by the age of what it has.
			return null;
		}
	}
}
