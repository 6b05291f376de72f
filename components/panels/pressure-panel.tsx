"use client";

import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import type { Pressure, Stall } from "@/lib/metrics/types";
import { panelMessages } from "@/lib/panel-messages";
import { usePresence } from "../absence";
import { shareText, shareTick } from "../chart-words";
import type { ChartSeries } from "../charts/chart-source";
import { useCause } from "../hooks/use-cause";
import type { LiveColumn } from "../ui/live-cells";
import { LiveTable } from "../ui/live-table";
import { ChartPanel } from "./chart-panel";

const words = panelMessages.pressure;
const series: ChartSeries[] = [
	{ metric: "pressure.cpu.some.avg10", label: words.cpu, colorToken: 1 },
	{ metric: "pressure.memory.some.avg10", label: words.memory, colorToken: 3 },
	{ metric: "pressure.io.some.avg10", label: words.io, colorToken: 2 },
];
type Row = Stall & { name: string };

const columns: LiveColumn<Row>[] = [
	{ field: "avg10", label: words.avg10, text: shareText, width: 7 },
	{ field: "avg60", label: words.avg60, text: shareText, width: 7 },
	{ field: "avg300", label: words.avg300, text: shareText, width: 7 },
];
const stalls: { path: string; name: string; read(pressure: Pressure): Stall }[] = [
	{ path: "cpu.some", name: words.some(words.cpu), read: ({ cpu }) => cpu.some },
	{ path: "memory.some", name: words.some(words.memory), read: ({ memory }) => memory.some },
	{ path: "memory.full", name: words.full(words.memory), read: ({ memory }) => memory.full },
	{ path: "io.some", name: words.some(words.io), read: ({ io }) => io.some },
	{ path: "io.full", name: words.full(words.io), read: ({ io }) => io.full },
];
const names = stalls.map(({ name }) => name);
const unread: Stall = { avg10: null, avg60: null, avg300: null };
const readStalls = (store: LiveStore): Row[] => {
	const pressure = store.get("pressure");
	return stalls.map(({ name, read }) => ({ name, ...(pressure ? read(pressure) : unread) }));
};
const pathOf = (index: number) => stalls[index]?.path ?? "";
const inOrder = (_: LiveStore, name: string) => -names.indexOf(name);

/** How long work stood still for want of the processor, of memory or of a disk. */
export function PressurePanel() {
	const cause = useCause("utilization");
	const title = messages.panels.pressure;
	if (usePresence("pressure") === "absent") return null;
	return (
		<ChartPanel
			event="pressure"
			title={title}
			explanation={panelMessages.explanations.pressure}
			{...cause}
			series={series}
			domain="fromZero"
			atLeast={0.1}
			kind="line"
			formatValue={shareText}
			formatTick={shareTick}
		>
			<LiveTable
				metric="pressure"
				rows={readStalls}
				pathOf={pathOf}
				rank={inOrder}
				caption={words.caption}
				nameLabel={words.waitsFor}
				columns={columns}
				empty={messages.noReadingYet}
			/>
		</ChartPanel>
	);
}
