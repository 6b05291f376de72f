"use client";

import { useMemo, useSyncExternalStore } from "react";
import type { LiveStore } from "@/lib/live/store";
import type { ViewStore } from "@/lib/live/view-store";
import { chartLabels, timeText } from "../chart-words";
import type { TimeChartProps } from "../charts/chart-props";
import { LazyTimeChart } from "../charts/time-chart-lazy";
import { useFact, useStore } from "../hooks/use-live";
import { usePicture, useView } from "../hooks/use-view";

/** What a panel says of its chart. */
export type PanelChartProps = Omit<
	TimeChartProps,
	"source" | "windowMs" | "isLive" | "timezone" | "zoom" | "formatTime" | "labels"
>;

const readTimezone = (store: LiveStore) => store.get("clock")?.timezone ?? "UTC";

/** A chart of what the page looks at, in the server's time. */
export function PanelChart(chart: PanelChartProps) {
	const store = useStore();
	const view = useView();
	const picture = usePicture();
	const timezone = useFact("clock", readTimezone);
	const formatTime = useMemo(() => timeText(store, picture, timezone), [store, picture, timezone]);
	const isOld = useIsOld(view);
	return (
		<div data-stale={isOld} suppressHydrationWarning>
			<div data-reading>
				<LazyTimeChart
					{...chart}
					source={picture}
					windowMs={picture.windowMs}
					isLive={picture.isLive}
					timezone={timezone}
					zoom={view}
					formatTime={formatTime}
					labels={chartLabels}
				/>
			</div>
		</div>
	);
}

// A panel is fresh when its numbers are; a picture of hours is asked for by itself, and may fail by itself.
function useIsOld(view: ViewStore): boolean {
	const read = () => view.isOld && view.picture.tier !== null;
	return useSyncExternalStore(
		(listener) => view.on("state", listener),
		read,
		() => false,
	);
}
