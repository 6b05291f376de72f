"use client";

import { useMemo } from "react";
import { chartLabels, timeText } from "../chart-words";
import type { TimeChartProps } from "../charts/chart-props";
import { LazyTimeChart } from "../charts/time-chart-lazy";
import { useStore } from "../hooks/use-live";
import { windowMs } from "../window";

/** What a panel says of its chart. */
export type PanelChartProps = Omit<TimeChartProps, "source" | "windowMs" | "formatTime" | "labels">;

/** A chart of the page's last minutes, in the server's time. */
export function PanelChart(chart: PanelChartProps) {
	const store = useStore();
	const formatTime = useMemo(() => timeText(store), [store]);
	return (
		<LazyTimeChart
			{...chart}
			source={store}
			windowMs={windowMs}
			formatTime={formatTime}
			labels={chartLabels}
		/>
	);
}
