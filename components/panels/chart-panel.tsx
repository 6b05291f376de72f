"use client";

import { useMemo } from "react";
import type { MetricName } from "@/lib/metrics/types";
import { chartLabels, timeText } from "../chart-words";
import type { TimeChartProps } from "../charts/chart-props";
import { LazyTimeChart } from "../charts/time-chart-lazy";
import { useStore } from "../hooks/use-live";
import { Panel } from "../ui/panel";
import { windowMs } from "../window";

type ChartProps = Omit<TimeChartProps, "title" | "source" | "windowMs" | "formatTime" | "labels">;

interface ChartPanelProps extends ChartProps {
	event: MetricName;
	title: string;
	/** Beside the title. */
	aside?: React.ReactNode;
	/** Beneath the chart. */
	children?: React.ReactNode;
}

/** A panel whose main thing is a chart of the last minutes. */
export function ChartPanel({ event, title, aside, children, ...chart }: ChartPanelProps) {
	const store = useStore();
	const formatTime = useMemo(() => timeText(store), [store]);
	return (
		<Panel event={event} title={title} aside={aside} className="xl:col-span-2">
			<LazyTimeChart
				{...chart}
				title={title}
				source={store}
				windowMs={windowMs}
				formatTime={formatTime}
				labels={chartLabels}
			/>
			{children}
		</Panel>
	);
}
