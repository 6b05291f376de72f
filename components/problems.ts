import { formatNumber, formatShare, joined } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import type { Mount, StateName } from "@/lib/metrics/types";
import { growthOf, meanOf } from "./mean-of";

/** One thing that may be wrong with a host. */
interface Check {
	/** Whose reading it is about: one that is late says nothing of now. */
	metric: StateName;
	/** How bad it is, `null` where that is not known or cannot be had. It is a problem from `from` on. */
	read(store: LiveStore): { value: number; words: string } | null;
	from: number;
	/** Below this it is none any more: what wavers about a bound must not come and go each second. */
	until: number;
}

const minuteMs = 60_000;
const { headline: words } = messages;
const share = (value: number) => joined(formatShare(value));

/** The share of a file system that is used, of what a user may fill. */
export function mountUtilization({ usedBytes, availableBytes }: Mount): number | null {
	if (usedBytes === null || availableBytes === null || usedBytes + availableBytes === 0) return null;
	return usedBytes / (usedBytes + availableBytes);
}

/** The file system that is fullest. */
export function fullestMount(mounts: Mount[] | undefined): { mount: Mount; share: number } | null {
	const fullest = greatest(mounts, mountUtilization);
	return fullest && { mount: fullest.item, share: fullest.value };
}

/** The member of a list with the greatest known value. */
function greatest<T>(list: readonly T[] | undefined, read: (item: T) => number | null) {
	let found: { item: T; value: number } | null = null;
	for (const item of list ?? []) {
		const value = read(item);
		if (value !== null && value > (found?.value ?? Number.NEGATIVE_INFINITY)) found = { item, value };
	}
	return found;
}

function shareOf(part: number | null | undefined, whole: number | null | undefined): number | null {
	return part == null || !whole ? null : part / whole;
}

const pressure = (resource: "cpu" | "memory" | "io") => (store: LiveStore) => {
	const value = store.get("pressure")?.[resource].some.avg60 ?? null;
	return value === null ? null : { value, words: words.pressure[resource](share(value)) };
};

/**
 * All that is looked for, the worst first. What moves fast is judged by its mean over a minute; what a host cannot tell
 * is no problem of it.
 */
const checks: Check[] = [
	{
		metric: "diskHealth",
		read: (store) => {
			const failed = store.get("diskHealth")?.disks.find(({ healthy }) => healthy === 0);
			return failed ? { value: 1, words: words.diskUnhealthy(failed.name) } : null;
		},
		from: 1,
		until: 1,
	},
	{
		metric: "kernel",
		read: (store) => {
			if (!store.get("kernel")?.oomKills && !store.get("memory")?.limit?.oomKills) return null;
			const value = growthOf(store, "kernel.oomKills") || growthOf(store, "memory.limit.oomKills");
			return { value, words: words.oomKills(formatNumber(value)) };
		},
		from: 1,
		until: 1,
	},
	{
		metric: "temperature",
		read: (store) => {
			const hot = greatest(store.get("temperature")?.sensors, (sensor) =>
				shareOf(sensor.celsius, sensor.criticalCelsius),
			);
			return hot && { value: hot.value, words: words.tooHot(hot.item.name, formatNumber(hot.item.celsius)) };
		},
		from: 1,
		until: 0.97,
	},
	{
		metric: "filesystem",
		read: (store) => {
			const fullest = fullestMount(store.get("filesystem")?.mounts);
			return (
				fullest && { value: fullest.share, words: words.diskFull(fullest.mount.mount, share(fullest.share)) }
			);
		},
		from: 0.9,
		until: 0.89,
	},
	{
		metric: "memory",
		read: (store) => {
			const value = shareOf(store.get("memory")?.usedBytes, store.get("memory")?.totalBytes);
			return value === null ? null : { value, words: words.memoryFull(share(value)) };
		},
		from: 0.9,
		until: 0.88,
	},
	// The kernel's own example of a trigger: 150 ms of a second (Documentation/accounting/psi.rst).
	{ metric: "pressure", read: pressure("memory"), from: 0.15, until: 0.1 },
	{
		metric: "container",
		read: (store) => {
			const full = greatest(store.get("container")?.containers, (one) =>
				shareOf(one.usedBytes, one.limitBytes),
			);
			return full && { value: full.value, words: words.containerFull(full.item.name, share(full.value)) };
		},
		from: 0.95,
		until: 0.9,
	},
	{
		metric: "kernel",
		read: (store) => {
			const value = shareOf(store.get("kernel")?.openFiles, store.get("kernel")?.openFilesLimit);
			return value === null ? null : { value, words: words.filesFull(share(value)) };
		},
		from: 0.9,
		until: 0.88,
	},
	// Half of the time for disks, nine tenths for the processor: as published alert rules for these have it.
	{ metric: "pressure", read: pressure("io"), from: 0.5, until: 0.4 },
	{
		metric: "cpu",
		read: (store) => {
			if (!store.get("cpu")?.limit) return null;
			const value = meanOf(store, "cpu.limit.throttledUtilization", minuteMs);
			return { value, words: words.throttled(share(value)) };
		},
		// As CPUThrottlingHigh of kubernetes-mixin has it.
		from: 0.25,
		until: 0.2,
	},
	{ metric: "pressure", read: pressure("cpu"), from: 0.9, until: 0.8 },
	{
		metric: "load",
		read: (store) => {
			const { five = null, cores = null } = store.get("load") ?? {};
			const value = shareOf(five, cores);
			return value === null
				? null
				: { value, words: words.loadHigh(formatNumber(five, 1), formatNumber(cores)) };
		},
		// Twice as many tasks as cores: a machine is still well with as many.
		from: 2,
		until: 1.9,
	},
	{
		metric: "kernel",
		read: (store) => {
			const sent = meanOf(store, "kernel.tcp.sentSegmentsPerSecond", minuteMs);
			const value = shareOf(meanOf(store, "kernel.tcp.retransmittedSegmentsPerSecond", minuteMs), sent);
			// Of a few segments, one that is lost is a large share.
			return value === null || sent < leastSegments ? null : { value, words: words.resent(share(value)) };
		},
		from: 0.03,
		until: 0.02,
	},
	{
		metric: "history",
		read: (store) => {
			const kept = store.get("history");
			// Who switches it off knows that; and while it is opened there is no reason.
			const isWanted = kept !== undefined && kept.state !== "kept" && kept.file !== null;
			return isWanted && kept.reason !== null ? { value: 1, words: words.notKept(kept.reason) } : null;
		},
		from: 1,
		until: 1,
	},
	{
		metric: "fact",
		read: (store) =>
			store.facts.some(({ kind }) => kind === "setAside") ? { value: 1, words: words.setAside } : null,
		from: 1,
		until: 1,
	},
];
const leastSegments = 10;

const standing = new WeakMap<LiveStore, Set<Check>>();

/** What is wrong with the host, in words, the worst first. A problem that began lasts until it is clearly over. */
export function readProblems(store: LiveStore): string[] {
	const before = standing.get(store);
	const now = new Set<Check>();
	const problems: string[] = [];
	for (const check of checks) {
		const found = store.isStale(check.metric) ? null : check.read(store);
		if (!found || found.value < (before?.has(check) ? check.until : check.from)) continue;
		now.add(check);
		problems.push(found.words);
	}
	standing.set(store, now);
	return problems;
}
