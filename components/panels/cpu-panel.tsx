"use client";

import { messages } from "@/lib/messages";
import type { SeriesWindow } from "@/lib/series-window";
import { shareText, shareTick } from "../chart-words";
import type { ChartSeries } from "../charts/chart-source";
import { ChartPanel } from "./chart-panel";

const words = messages.cpu;
const interrupts = (window: SeriesWindow, time: number) =>
	window.get("cpu.irq", time) + window.get("cpu.softirq", time);
const series: ChartSeries[] = [
	{ metric: "cpu.user", label: words.user, colorToken: 1 },
	{ metric: "cpu.system", label: words.system, colorToken: 2 },
	{ metric: "cpu.nice", label: words.nice, colorToken: 3 },
	{ metric: interrupts, label: words.interrupts, colorToken: 5 },
	{ metric: "cpu.iowait", label: words.iowait, colorToken: 6 },
	{ metric: "cpu.steal", label: words.steal, colorToken: 4 },
];

/** What the processor spends its time on. */
export function CpuPanel() {
	return (
		<ChartPanel
			event="cpu"
			title={messages.panels.cpuTime}
			series={series}
			domain="share"
			stacked
			formatValue={shareText}
			formatTick={shareTick}
		/>
	);
}
