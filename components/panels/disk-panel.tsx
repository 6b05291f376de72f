"use client";

import { formatNumber } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import type { DiskDevice } from "@/lib/metrics/types";
import { panelMessages } from "@/lib/panel-messages";
import { bytesTick, oneDecimal, rateText, shareText } from "../chart-words";
import type { ChartSeries } from "../charts/chart-source";
import { sumOver } from "../charts/sum-over";
import { useCause } from "../hooks/use-cause";
import { meanOf } from "../mean-of";
import type { LiveColumn } from "../ui/live-cells";
import { LiveTable } from "../ui/live-table";
import { ChartPanel } from "./chart-panel";

const words = panelMessages.disk;
const series: ChartSeries[] = [
	{ metric: sumOver("disk", ["readBytesPerSecond"]), label: words.read, colorToken: 1 },
	{ metric: sumOver("disk", ["writtenBytesPerSecond"]), label: words.written, colorToken: 2, mirrored: true },
];
// Never more than its place holds, whatever a disk does: 999.9 ms, then seconds.
const waitText = (ms: number | null) => {
	if (ms === null) return formatNumber(null);
	return ms < 999.95 ? `${formatNumber(ms, 1)} ms` : `${formatNumber(ms / 1_000, 1)} s`;
};
const columns: LiveColumn<DiskDevice>[] = [
	{ field: "readBytesPerSecond", label: words.read, text: rateText, width: 10 },
	{ field: "writtenBytesPerSecond", label: words.written, text: rateText, width: 10 },
	{ field: "awaitMs", label: words.wait, text: waitText, width: 8 },
	{ field: "queueLength", label: words.queue, text: oneDecimal, width: 6, hiddenOnPhone: true },
	{ field: "utilization", label: words.utilization, text: shareText, width: 7, hiddenOnPhone: true },
];
const readDevices = (store: LiveStore) => store.get("disk")?.devices ?? [];
const pathOf = (index: number) => `devices.${index}`;
const traffic = (store: LiveStore, name: string) =>
	meanOf(store, `disk.${name}.readBytesPerSecond`) + meanOf(store, `disk.${name}.writtenBytesPerSecond`);

/** What is read and written, of all disks and of each. */
export function DiskPanel() {
	const cause = useCause("io");
	return (
		<ChartPanel
			event="disk"
			title={messages.panels.diskTraffic}
			explanation={panelMessages.explanations.disk}
			{...cause}
			series={series}
			domain="mirrored"
			unit="binary"
			atLeast={1024 * 1024}
			formatValue={rateText}
			formatTick={bytesTick}
		>
			<LiveTable
				metric="disk"
				pathOf={pathOf}
				rows={readDevices}
				rank={traffic}
				caption={messages.panels.diskTraffic}
				nameLabel={words.device}
				columns={columns}
				empty={words.none}
			/>
		</ChartPanel>
	);
}
