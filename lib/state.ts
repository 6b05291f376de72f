import { chartedMetrics } from "./charted";
import { readClock } from "./clock";
import type { Fact, HistoryStore } from "./history/types";
import { holdReadings } from "./hold";
import type { ActiveJobs } from "./jobs/types";
import type { PageState } from "./live/types";
import {
	type HistoryStatus,
	type HostStatus,
	type MetricEvents,
	type MetricPace,
	namedEvents,
	type Snapshot,
	type StateEvents,
	type StateName,
} from "./metrics/types";
import type { ReadableWindow } from "./series-window";
import { isWanted, type Selection } from "./sse/types";
import { type OwnEvent, type OwnStreamList, ownMetrics } from "./streams/types";

/** The present state of the host: what `/api/snapshot` answers and the page is rendered from. */
export interface State {
	time: number;
	/** Where the stream goes on from this state. */
	id: string;
	host: string;
	version: string;
	events: Partial<StateEvents>;
}

/** How the sampler is, how late its newest tick was and how long it took, and what it costs; `null` before that is known. */
export interface SamplerHealth extends Pick<HostStatus, "status" | "reason"> {
	lastTickTime: number | null;
	latenessMs: number | null;
	tookMs: number | null;
	cpuUtilization: number | null;
	residentBytes: number | null;
}

interface HostStateOptions {
	host: string;
	version: string;
	intervalMs: number;
	/** How often each metric is read at least, and how often while a page shows it. */
	pace: MetricPace;
	watchedPace: MetricPace;
	/** The newest part of the history. */
	recent: HistoryStore;
	/** Has what was read or still holds at a tick remembered, and why the ticks before it are missing. */
	remember: (time: number, events: Partial<MetricEvents>, missingReason: string) => void;
	/** What is pushed. */
	own: { list: OwnStreamList; newest: Record<string, OwnEvent>; recent: ReadableWindow };
	/** Which jobs are not at their end. */
	jobs: () => ActiveJobs;
	/** Where the stream is now. */
	cursor: () => string;
	status: () => Pick<HostStatus, "status" | "since" | "reason">;
}

const pageWindowMs = 5 * 60_000;

/** All that is known of the host now, and what a page of it is rendered from. */
export class HostState {
	#options: HostStateOptions;
	#latest: Partial<MetricEvents> = {};
	#last: Snapshot | null = null;
	#history: HistoryStatus | null = null;
	#fact: Fact | null = null;
	#trouble = "the sampler gave no reading";

	constructor(options: HostStateOptions) {
		this.#options = options;
	}

	get sampler(): SamplerHealth {
		const { status, reason } = this.#options.status();
		const { time = null, latenessMs = null, tookMs = null } = this.#last ?? {};
		const { cpuUtilization = null, residentBytes = null } = this.#latest.self?.sampler ?? {};
		return { status, reason, lastTickTime: time, latenessMs, tookMs, cpuUtilization, residentBytes };
	}

	get status(): HostStatus {
		return { time: Date.now(), host: this.#options.host, ...this.#options.status() };
	}

	/** Takes in what was read at a tick, and has it remembered together with what still holds of earlier ones. */
	take(snapshot: Snapshot): void {
		const { remember, pace, intervalMs } = this.#options;
		const held = holdReadings(this.#latest, pace, snapshot.time, intervalMs);
		remember(snapshot.time, { ...held, ...snapshot.events }, this.#trouble);
		this.#trouble = "the sampler gave no reading";
		this.#last = snapshot;
		Object.assign(this.#latest, snapshot.events);
	}

	/** Takes in what is kept of it all. */
	keep(status: HistoryStatus): void {
		this.#history = status;
	}

	/** Takes in what happened. */
	note(fact: Fact): void {
		this.#fact = fact;
	}

	/** Notes why readings are missing from now on, for the history. */
	miss(reason: string): void {
		this.#trouble = reason;
	}

	/** Everything that is known now, or of it what is selected; `also` is what of the named events comes with all others. */
	read(selection: Selection = null, also: Selection = null): State {
		const { host, version, cursor, own, jobs } = this.#options;
		const all: Partial<StateEvents> = {
			clock: readClock(),
			...this.#latest,
			host: this.status,
			...(this.#history && { history: this.#history }),
			...(this.#fact && { fact: this.#fact }),
			jobs: jobs(),
			// Before what they say, as in the stream.
			streams: own.list,
			...own.newest,
		};
		const isNamed = (name: string) => namedEvents.includes(name as StateName);
		const events = Object.entries(all).filter(([name]) => isWanted({ selection, also }, name, isNamed(name)));
		return { time: Date.now(), id: cursor(), host, version, events: Object.fromEntries(events) };
	}

	/** What a page is rendered from; its stream goes on from this very moment. */
	page(also: Selection = null): PageState {
		const { recent, intervalMs, watchedPace: pace, own } = this.#options;
		const state = this.read(null, also);
		const { time } = state;
		const metrics = chartedMetrics(state.events);
		const { series, facts } = recent.range({ metrics, from: time - pageWindowMs, to: time, points: 5_000 });
		const columns = series.map(({ metric, points }) => [metric, points.map(([, mean]) => mean)]);
		const times = series[0]?.points.map(([time]) => time) ?? [];
		const pushed = ownMetrics(own.list.streams).map((metric) => [
			metric,
			times.map((time) => finite(own.recent.get(metric, time))),
		]);
		const from = times[0] ?? time;
		return {
			...state,
			intervalMs,
			pace,
			facts,
			window: { from, stepMs: intervalMs, series: Object.fromEntries([...columns, ...pushed]) },
		};
	}
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);
