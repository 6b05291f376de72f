import { type Schedule, ticksBetween } from "@/lib/schedule";
import type { AnyCollector, Instant } from "./collector";
import type { MetricEvents, MetricName } from "./types";

/** Where the collection tells of what begins to fail, and of what recovers. */
export interface CollectionLog {
	info(message: string): void;
	warn(message: string): void;
}

type Reading = MetricEvents[MetricName];

interface Member {
	collector: AnyCollector;
	/** The reading that is under way, if one is. */
	flight: { at: Instant; isLate: boolean } | null;
	/** What the next tick carries. */
	ready: Reading | null;
	/** The tick at which it was asked last. */
	askedAt: number;
	/** The time of the newest reading that was told. */
	told: number;
	failing: boolean;
}

const never = Number.NEGATIVE_INFINITY;
const blankMember = { flight: null, ready: null, askedAt: never, told: never, failing: false };
const limitMs = 5_000;
const late = "did not answer within 5 s";

/** How often the collectors are read. */
interface Pacing {
	schedule: Schedule;
	intervalMs: number;
}

/**
 * Reads all collectors at a tick, each at its own pace (without one at each tick), and those of a metric that somebody
 * watches at the pace for that. One that fails gives its blank reading with the reason and never
 * harms the others; one that takes its time never holds up a tick, but is carried by the first one after it is done.
 */
export class Collection {
	#members: Member[];
	#log: CollectionLog;
	#pacing: Pacing | null;
	#watched: ReadonlySet<string> = new Set();
	#ticks = 0;

	constructor(collectors: AnyCollector[], log: CollectionLog, pacing: Pacing | null = null) {
		this.#members = collectors.map((collector) => ({ collector, ...blankMember }));
		this.#log = log;
		this.#pacing = pacing;
	}

	/** Says which metrics are watched from now on. One that was not is read at the next tick. */
	watch(names: ReadonlySet<string>): void {
		for (const member of this.#members) {
			const { metric } = member.collector;
			const isPaced = this.#pacing?.schedule[metric].watched !== undefined;
			if (isPaced && names.has(metric) && !this.#watched.has(metric)) member.askedAt = never;
		}
		this.#watched = names;
	}

	/** Makes the readings that the first tick's rates are measured against. */
	prime(at: Instant): void {
		this.read(at);
	}

	/** The readings of this tick: those made at it, and those that were finished since the last. */
	read(at: Instant): Partial<MetricEvents> {
		const tick = this.#ticks++;
		const events: Partial<Record<MetricName, Reading>> = {};
		for (const member of this.#members) {
			const { metric } = member.collector;
			if (this.#isDue(member, tick)) {
				member.askedAt = tick;
				this.#collect(member, at);
			}
			const { flight } = member;
			if (flight && !flight.isLate && at.monotonicMs - flight.at.monotonicMs > limitMs) {
				flight.isLate = true;
				this.#fail(member, flight.at, late);
			}
			// What was told is never later than now, but for a clock that was set back: there time begins anew.
			if (at.time < member.told) member.told = never;
			// Whoever follows a metric may trust that its time never runs backwards.
			if (member.ready && member.ready.time >= member.told) {
				const tier = this.#pacing?.schedule[metric].tier ?? "hot";
				events[metric] = tier === "hot" ? member.ready : { ...member.ready, tier };
				member.told = member.ready.time;
			}
			member.ready = null;
		}
		return events as Partial<MetricEvents>;
	}

	close(): void {
		for (const { collector } of this.#members) collector.close?.();
	}

	#isDue({ collector: { metric }, askedAt }: Member, tick: number): boolean {
		if (!this.#pacing) return true;
		const { schedule, intervalMs } = this.#pacing;
		const ticks = ticksBetween(schedule[metric], intervalMs, this.#watched.has(metric));
		return ticks !== null && tick - askedAt >= ticks;
	}

	#collect(member: Member, at: Instant): void {
		if (member.flight) {
			// As of when it was asked: the answer, when it comes after all, is of that time too.
			if (member.flight.isLate) this.#fail(member, member.flight.at, late);
			return;
		}
		try {
			const result = member.collector.collect(at, this.#watched.has(member.collector.metric));
			if (result instanceof Promise) this.#await(member, at, result);
			else this.#deliver(member, result);
		} catch (error) {
			this.#fail(member, at, toReason(error));
		}
	}

	#await(member: Member, at: Instant, result: Promise<Reading | null>): void {
		member.flight = { at, isLate: false };
		result
			.then(
				(reading) => this.#deliver(member, reading),
				(error) => this.#fail(member, at, toReason(error)),
			)
			.finally(() => {
				member.flight = null;
			});
	}

	#deliver(member: Member, reading: Reading | null): void {
		// Nothing new leaves a reading that still waits for its tick.
		if (reading) member.ready = reading;
		if (member.failing) this.#log.info(`${member.collector.metric} is read again`);
		member.failing = false;
	}

	#fail(member: Member, at: Instant, reason: string): void {
		const { metric, blank } = member.collector;
		member.ready = { ...blank, time: at.time, missing: { "": reason } } as Reading;
		// Once, when it begins: a line for each tick would bury all others.
		if (!member.failing) this.#log.warn(`${metric} cannot be read: ${reason}`);
		member.failing = true;
	}
}

function toReason(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
