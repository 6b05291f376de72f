import type { Fact } from "@/lib/history/types";
import type { StateEvents } from "@/lib/metrics/types";
import type { SeriesWindow } from "@/lib/series-window";
import { HistoryRefused, readHistory } from "./history-request";

const answerMs = 10_000;
/** More of a series the server refuses. */
const mostPoints = 5_000;
const retryMs = 5_000;

/** Fills what a window missed from the server's history, and does not forget what it could not yet fill. */
export class HistoryFill {
	#window: SeriesWindow;
	#onFilled: (facts: Fact[]) => void;
	#since = Number.POSITIVE_INFINITY;
	#readings: Partial<StateEvents> = {};
	#timer: ReturnType<typeof setTimeout> | undefined;
	#asking = false;
	#paused = false;

	constructor(window: SeriesWindow, onFilled: (facts: Fact[]) => void) {
		this.#window = window;
		this.#onFilled = onFilled;
	}

	/** Fetches all after `since` of a host with these readings, as far back as the window reaches from `now`. */
	fill(since: number, now: number, readings: Partial<StateEvents>): void {
		const oldest = now - this.#window.capacity * this.#window.stepMs;
		this.#since = Math.min(this.#since, Math.max(since, oldest));
		this.#readings = readings;
		void this.#fetch();
	}

	/** Asks no more until `resume`. */
	pause(): void {
		this.#paused = true;
		clearTimeout(this.#timer);
	}

	resume(): void {
		this.#paused = false;
		if (Number.isFinite(this.#since)) void this.#fetch();
	}

	async #fetch(): Promise<void> {
		clearTimeout(this.#timer);
		if (this.#asking || this.#paused) return;
		const since = this.#since;
		this.#asking = true;
		this.#since = Number.POSITIVE_INFINITY;
		try {
			const { series, facts } = await readHistory(
				this.#readings,
				// Room for the steps that begin while it is asked.
				{ from: since, points: Math.min(mostPoints, this.#window.capacity + 10) },
				AbortSignal.timeout(answerMs),
			);
			for (const { metric, points } of series) {
				for (const [time, mean] of points) if (mean !== null) this.#window.set(metric, time, mean);
			}
			this.#onFilled(facts);
		} catch (error) {
			// The server is away, or has to do something else first. A wrong question is not asked again.
			const isFinal = error instanceof HistoryRefused && error.isFinal;
			if (!isFinal) this.#since = Math.min(this.#since, since);
		}
		this.#asking = false;
		if (Number.isFinite(this.#since) && !this.#paused)
			this.#timer = setTimeout(() => void this.#fetch(), retryMs);
	}
}
