import type { LiveStore } from "@/lib/live/store";
import type { MetricName } from "@/lib/metrics/types";
import { useFact } from "./hooks/use-live";

/** What not every host has, in the order in which it is said to be absent. */
export const optionalEvents = [
	"pressure",
	"kernel",
	"container",
	"temperature",
	"gpu",
	"battery",
	"diskHealth",
] as const satisfies MetricName[];

export type OptionalEvent = (typeof optionalEvents)[number];

// By page, so that a panel which is there stays and says why, where its readings fail for a while.
const seen = new WeakMap<LiveStore, Set<OptionalEvent>>();

/** Why the host has nothing of an event: `null` where it has, or had since the page was loaded, or where nothing was said yet. */
export function readAbsence(store: LiveStore, event: OptionalEvent): string | null {
	const reading = store.get(event);
	if (!reading) return null;
	const reason = reading.missing?.[""] ?? null;
	const present = seen.get(store) ?? new Set();
	seen.set(store, present);
	if (reason === null) present.add(event);
	return present.has(event) ? null : reason;
}

const readers = Object.fromEntries(
	optionalEvents.map((event) => [
		event,
		(store: LiveStore) =>
			readAbsence(store, event) !== null ? "absent" : store.get(event) ? "present" : "unsaid",
	]),
) as Record<OptionalEvent, (store: LiveStore) => "absent" | "present" | "unsaid">;

/** Whether the host has something of an event: `unsaid` before its first reading. */
export function usePresence(event: OptionalEvent): "absent" | "present" | "unsaid" {
	return useFact(event, readers[event]);
}
