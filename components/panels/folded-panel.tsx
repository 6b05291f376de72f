"use client";

import type { MetricName } from "@/lib/metrics/types";
import { useFact } from "../hooks/use-live";
import { Panel } from "../ui/panel";

/** Why nothing at all is known of a metric, `null` when something is. */
export function useAbsence(metric: MetricName): string | null {
	return useFact(metric, (store) => store.get(metric)?.missing?.[""] ?? null);
}

/** What stands in place of a panel of which nothing is known: its name and why, as small as that. */
export function FoldedPanel({ event, title, reason }: { event: MetricName; title: string; reason: string }) {
	return (
		<Panel event={event} title={title} className="self-start xl:col-span-2">
			<p className="text-muted text-xs">{reason}</p>
		</Panel>
	);
}
