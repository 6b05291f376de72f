"use client";

import type { MetricName } from "@/lib/metrics/types";
import { Panel } from "../ui/panel";
import { PanelChart, type PanelChartProps } from "./panel-chart";

interface ChartPanelProps extends PanelChartProps {
	event: MetricName;
	/** Beside the title. */
	aside?: React.ReactNode;
	/** See Explanation. */
	explanation?: string;
	/** Beneath the chart. */
	children?: React.ReactNode;
}

/** A panel whose main thing is a chart of the last minutes. */
export function ChartPanel({ event, aside, explanation, children, ...chart }: ChartPanelProps) {
	return (
		<Panel
			event={event}
			title={chart.title}
			aside={aside}
			explanation={explanation}
			className="xl:col-span-2"
		>
			<PanelChart {...chart} />
			{children && <div className="mt-2">{children}</div>}
		</Panel>
	);
}
