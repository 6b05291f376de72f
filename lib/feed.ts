import { everyStep, readClock } from "./clock";
import type { Fact } from "./history/types";
import type { ActiveJobs, JobView } from "./jobs/types";
import {
	type HistoryStatus,
	type HostStatus,
	type MetricPace,
	metricNames,
	namedEvents,
	type Snapshot,
} from "./metrics/types";
import type { HubEvent } from "./sse/types";

interface FeedOptions {
	intervalMs: number;
	pace: MetricPace;
	/** Sends events as one tick. */
	broadcast: (time: number, events: HubEvent[]) => void;
}

/** Tells the viewers what is news: the readings of a tick, the clock at each step of it, and how the host is. */
export class Feed {
	#options: FeedOptions;
	#graceMs: number;
	#lastClockStep = 0;
	#stopClock: () => void;

	constructor(options: FeedOptions) {
		this.#options = options;
		const { intervalMs } = options;
		this.#graceMs = Math.min(400, intervalMs / 2);
		// Readings come a few milliseconds after the full step, and bring the clock with them; when they do not, it goes alone.
		this.#stopClock = everyStep(intervalMs, this.#graceMs, (step) => this.#tellClock(step));
	}

	/** Tells the readings of a tick, and the clock with them. */
	tellReadings({ time, events }: Snapshot): void {
		const { intervalMs, pace, broadcast } = this.#options;
		const news: HubEvent[] = metricNames.flatMap((event) => {
			const data = events[event];
			if (!data) return [];
			return [
				namedEvents.includes(event)
					? { event, data, named: true }
					: { event, data, retained: pace[event] > 1 },
			];
		});
		// A reading that was held up is no news of the time.
		const fresh = Date.now() - time < intervalMs;
		if (fresh && time !== this.#lastClockStep) {
			this.#lastClockStep = time;
			news.unshift(clockEvent());
		}
		broadcast(time, news);
	}

	/** Tells that readings begin or cease to arrive. */
	tellStatus(status: HostStatus): void {
		this.#options.broadcast(status.time, [{ event: "host", data: status, retained: true, prompt: true }]);
	}

	/** Tells that something happened on the time line. */
	tellFact(fact: Fact): void {
		this.#options.broadcast(Date.now(), [{ event: "fact", data: fact, prompt: true }]);
	}

	/** Tells what is kept. */
	tellHistory(status: HistoryStatus): void {
		this.#options.broadcast(status.time, [{ event: "history", data: status, retained: true }]);
	}

	/** Tells those who may see them of a job that has changed, and of all that are not at their end where that is news. */
	tellJobs(job: JobView | null, jobs: ActiveJobs | null): void {
		const common = { named: true, prompt: true };
		this.#options.broadcast(Date.now(), [
			...(job ? [{ ...common, event: "job", data: job }] : []),
			...(jobs ? [{ ...common, event: "jobs", data: jobs }] : []),
		]);
	}

	/** Tells what was pushed. */
	tellOwn(events: HubEvent[]): void {
		// Before what is read at this moment has come: who asked for each n-th second gets it together with that.
		this.#options.broadcast(Date.now() - this.#graceMs, events);
	}

	close(): void {
		this.#stopClock();
	}

	#tellClock(step: number): void {
		if (step === this.#lastClockStep) return;
		this.#lastClockStep = step;
		this.#options.broadcast(step, [clockEvent()]);
	}
}

function clockEvent(): HubEvent {
	return { event: "clock", data: readClock(), transient: true };
}
