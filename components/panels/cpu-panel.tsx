"use client";

import { formatShare } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import { panelMessages } from "@/lib/panel-messages";
import type { ReadableWindow } from "@/lib/series-window";
import { shareText, shareTick } from "../chart-words";
import type { ChartSeries } from "../charts/chart-source";
import { useCause } from "../hooks/use-cause";
import { useFact } from "../hooks/use-live";
import { coresText } from "../scope-words";
import { Facts, type LiveFact } from "../ui/facts";
import { ChartPanel } from "./chart-panel";

const words = messages.cpu;
const interrupts = (window: ReadableWindow, time: number) =>
	window.get("cpu.irq", time) + window.get("cpu.softirq", time);
const series: ChartSeries[] = [
	{ metric: "cpu.user", label: words.user, colorToken: 1 },
	{ metric: "cpu.system", label: words.system, colorToken: 2 },
	{ metric: "cpu.nice", label: words.nice, colorToken: 3 },
	{ metric: interrupts, label: words.interrupts, colorToken: 5 },
	{ metric: "cpu.iowait", label: words.iowait, colorToken: 6 },
	{ metric: "cpu.steal", label: words.steal, colorToken: 4 },
];
const peak = { metric: "cpu.utilization", label: words.peak };

const isLimited = (store: LiveStore) => (store.get("cpu")?.limit ? "yes" : "no");
const throttling: LiveFact[] = [
	{
		label: words.throttled,
		path: "limit.throttledUtilization",
		read: (store) => formatShare(store.get("cpu")?.limit?.throttledUtilization),
		detail: (store) => {
			const { cores = null } = store.get("cpu")?.limit ?? {};
			return cores === null ? "" : words.throttledOf(coresText(cores));
		},
	},
];

/** What the processor spends its time on. */
export function CpuPanel() {
	const cause = useCause("utilization");
	const limited = useFact("cpu", isLimited) === "yes";
	return (
		<ChartPanel
			event="cpu"
			title={messages.panels.cpuTime}
			explanation={limited ? panelMessages.explanations.limitedCpu : panelMessages.explanations.cpu}
			{...cause}
			series={series}
			domain="share"
			stacked
			peak={peak}
			formatValue={shareText}
			formatTick={shareTick}
		>
			{limited && <Facts metric="cpu" facts={throttling} />}
		</ChartPanel>
	);
}
