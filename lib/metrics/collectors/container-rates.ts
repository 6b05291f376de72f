import type { Instant } from "../collector";
import { Counters } from "../counters";
import { type Outcome, reasons } from "../rate";
import { roundShare, roundTo } from "../round";
import type { Container } from "../types";
import type { DeviceBytes } from "./cgroup-io-files";
import type { GroupReading } from "./container-group";
import { grownBytes } from "./container-io";
import type { Told } from "./container-list";

/** A group, and what it is to people. */
export interface ReadGroup {
	path: string;
	name: string;
	kind: Container["kind"];
	image: { name: string | null; reason: string };
	reading: GroupReading;
}

/** What there is for all. */
export interface HostTotals {
	cores: Outcome<number>;
	memoryBytes: Outcome<number>;
}

/** Turns what is counted of groups into what each uses of what it may. */
export class ContainerRates {
	#counters: Counters;
	#io: ReadonlyMap<string, DeviceBytes> = new Map();
	#counts: (device: string) => boolean;

	/** `counts` tells the devices whose traffic is not told of another one too. */
	constructor(paceMs: number, counts: (device: string) => boolean) {
		this.#counters = new Counters(paceMs);
		this.#counts = counts;
	}

	read(at: Instant, groups: readonly ReadGroup[], host: HostTotals): Told[] {
		const growth = this.#counters.grow(
			at.monotonicMs,
			new Map(groups.map(({ path, reading }) => [path, counted(reading)])),
		);
		const before = this.#io;
		if (growth !== reasons.tooSoon) {
			this.#io = new Map(
				groups.flatMap(({ path, reading: { io } }) => (typeof io === "string" ? [] : [[path, io]])),
			);
		}
		return groups.map((group) => {
			if (typeof growth === "string") return tell(group, host, growth, growth);
			const grown = growth.differences.get(group.path) ?? reasons.unreadable;
			return tell(group, host, overTime(grown, growth.seconds), this.#readIo(group, before, growth.seconds));
		});
	}

	#readIo({ path, reading: { io } }: ReadGroup, before: ReadonlyMap<string, DeviceBytes>, seconds: number) {
		const earlier = before.get(path);
		if (typeof io === "string") return io;
		return overTime(earlier ? grownBytes(io, earlier, this.#counts) : reasons.first, seconds);
	}
}

/** What only grows; what cannot be read stays unknown without taking the others with it. */
function counted({ usageUs, throttling }: GroupReading): number[] {
	const [periods, throttled] = typeof throttling === "string" ? [Number.NaN, Number.NaN] : throttling;
	return [typeof usageUs === "string" ? Number.NaN : usageUs, periods, throttled];
}

function overTime(grown: Outcome<number[]>, seconds: number): Outcome<number[]> {
	return typeof grown === "string" ? grown : grown.map((value) => value / seconds);
}

/** One container, from what it used in each second. */
function tell(
	{ path, name, kind, image, reading }: ReadGroup,
	host: HostTotals,
	perSecond: Outcome<number[]>,
	bytesPerSecond: Outcome<number[]>,
): Told {
	const reasonsOf: Told["reasons"] = image.name === null ? { image: image.reason } : {};
	const limitCores = within(reading.limitCores, host.cores);
	const value = (field: keyof Container, outcome: Outcome<number>, round = Math.round) => {
		if (typeof outcome === "number" && Number.isFinite(outcome)) return round(outcome);
		// Not a number: what it is compared with was not known at the reading before.
		reasonsOf[field] = typeof outcome === "string" ? outcome : reasons.first;
		return null;
	};
	const grown = (index: number, now: Outcome<unknown>): Outcome<number> => {
		if (typeof now === "string") return now;
		return typeof perSecond === "string" ? perSecond : (perSecond[index] as number);
	};
	const bytes = (index: number) =>
		typeof bytesPerSecond === "string" ? bytesPerSecond : (bytesPerSecond[index] as number);
	return {
		container: {
			name,
			cgroup: path,
			kind,
			image: image.name,
			utilization: value("utilization", share(grown(0, reading.usageUs), 1e6, limitCores), roundShare),
			limitCores: value("limitCores", limitCores, (cores) => roundTo(cores, 3)),
			usedBytes: value("usedBytes", reading.usedBytes),
			limitBytes: value("limitBytes", within(reading.limitBytes, host.memoryBytes)),
			throttledUtilization: value("throttledUtilization", throttled(grown, reading), roundShare),
			oomKills: value("oomKills", reading.oomKills),
			readBytesPerSecond: value("readBytesPerSecond", bytes(0)),
			writtenBytesPerSecond: value("writtenBytesPerSecond", bytes(1)),
			tasks: value("tasks", reading.tasks),
		},
		reasons: reasonsOf,
	};
}

function throttled(
	grown: (index: number, now: Outcome<unknown>) => Outcome<number>,
	{ throttling }: GroupReading,
): Outcome<number> {
	const periods = grown(1, throttling);
	// Periods in which it had nothing to do are not counted: then it was not held back either.
	return periods === 0 ? 0 : share(grown(2, throttling), 1, periods);
}

function share(part: Outcome<number>, unit: number, whole: Outcome<number>): Outcome<number> {
	if (typeof part === "string") return part;
	return typeof whole === "string" ? whole : part / unit / whole;
}

/** A limit, and where there is none all that there is. */
function within(limit: Outcome<number>, all: Outcome<number>): Outcome<number> {
	if (typeof limit === "string") return limit;
	if (typeof all === "string") return limit === Number.POSITIVE_INFINITY ? all : limit;
	return Math.min(limit, all);
}
