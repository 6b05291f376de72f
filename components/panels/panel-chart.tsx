"use client";

import { useMemo } from "react";
import { chartLabels, timeText } from "../chart-words";
import type { TimeChartProps } from "../charts/chart-props";
import { LazyTimeChart } from "../charts/time-chart-lazy";
import { useStore } from "../hooks/use-live";
import { usePicture } from "../hooks/use-view";

/** What a panel says of its chart. */
export type PanelChartProps = Omit<TimeChartProps, "source" | "windowMs" | "formatTime" | "labels">;

/** A chart of what the page looks at, in the server's time. */
export function PanelChart(chart: PanelChartProps) {
	const store = useStore();
	const picture = usePicture();
	const formatTime = useMemo(() => timeText(store), [store]);
	return (
		<LazyTimeChart
			{...chart}
			source={picture}
			windowMs={picture.windowMs}
			formatTime={formatTime}
			labels={chartLabels}
		/>
	);
}
