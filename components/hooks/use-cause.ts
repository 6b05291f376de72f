import { useMemo } from "react";
import { Busiest, type BusiestSort } from "@/lib/live/busiest";
import type { LiveStore } from "@/lib/live/store";
import { causeText } from "../cause-text";
import { useStore } from "./use-live";

// By page, so that all charts which ask the same have one answer.
const known = new WeakMap<LiveStore, Partial<Record<BusiestSort, Busiest>>>();

function busiestOf(store: LiveStore, sort: BusiestSort): Busiest {
	const bySort = known.get(store) ?? {};
	known.set(store, bySort);
	bySort[sort] ??= new Busiest({ sort, now: () => store.now });
	return bySort[sort];
}

/** What a chart asks of the cause of a reading: see TimeChartProps. */
interface Cause {
	noteAt(time: number, stepMs: number): string | null;
	onNote(listener: () => void): () => void;
}

/** Tells a chart who used most at the time that somebody rests at. */
export function useCause(sort: BusiestSort): Cause {
	const store = useStore();
	return useMemo(() => {
		const busiest = busiestOf(store, sort);
		return {
			noteAt: (time, stepMs) => {
				const answer = busiest.read(time, stepMs);
				const timezone = store.get("clock")?.timezone ?? "UTC";
				return answer && causeText(answer, { sort, stepMs, timezone });
			},
			onNote: (listener) => busiest.on(listener),
		};
	}, [store, sort]);
}
