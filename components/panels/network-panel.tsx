"use client";

import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import type { NetworkInterface } from "@/lib/metrics/types";
import { panelMessages } from "@/lib/panel-messages";
import { bytesTick, rateText } from "../chart-words";
import type { ChartSeries } from "../charts/chart-source";
import { sumOver } from "../charts/sum-over";
import { meanOf } from "../mean-of";
import type { LiveColumn } from "../ui/live-cells";
import { LiveTable } from "../ui/live-table";
import { ChartPanel } from "./chart-panel";

const words = messages.network;
const series: ChartSeries[] = [
	{ metric: sumOver("network", ["receivedBytesPerSecond"]), label: words.received, colorToken: 1 },
	{ metric: sumOver("network", ["sentBytesPerSecond"]), label: words.sent, colorToken: 2, mirrored: true },
];
const columns: LiveColumn<NetworkInterface>[] = [
	{ field: "receivedBytesPerSecond", label: words.received, text: rateText, width: 10 },
	{ field: "sentBytesPerSecond", label: words.sent, text: rateText, width: 10 },
];
const readInterfaces = (store: LiveStore) => store.get("network")?.interfaces ?? [];
const pathOf = (index: number) => `interfaces.${index}`;
const traffic = (store: LiveStore, name: string) =>
	meanOf(store, `network.${name}.receivedBytesPerSecond`) +
	meanOf(store, `network.${name}.sentBytesPerSecond`);

/** What comes in and goes out, of all interfaces and of each. */
export function NetworkPanel() {
	return (
		<ChartPanel
			event="network"
			title={messages.panels.networkTraffic}
			explanation={panelMessages.explanations.network}
			series={series}
			domain="mirrored"
			unit="binary"
			atLeast={10 * 1024}
			formatValue={rateText}
			formatTick={bytesTick}
		>
			<LiveTable
				metric="network"
				pathOf={pathOf}
				rows={readInterfaces}
				rank={traffic}
				caption={messages.panels.networkTraffic}
				nameLabel={words.name}
				columns={columns}
				empty={words.none}
			/>
		</ChartPanel>
	);
}
