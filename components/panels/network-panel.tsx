"use client";

import { messages } from "@/lib/messages";
import { bytesTick, rateText } from "../chart-words";
import type { ChartSeries } from "../charts/chart-source";
import { sumOver } from "../charts/sum-over";
import { useReading } from "../hooks/use-live";
import { missingReason } from "../missing-reason";
import { Cell, Table } from "../ui/table";
import { ChartPanel } from "./chart-panel";

const words = messages.network;
const series: ChartSeries[] = [
	{ metric: sumOver("network", ["receivedBytesPerSecond"]), label: words.received, colorToken: 1 },
	{ metric: sumOver("network", ["sentBytesPerSecond"]), label: words.sent, colorToken: 2, mirrored: true },
];
const columns = [
	{ label: words.name },
	{ label: words.received, numeric: true },
	{ label: words.sent, numeric: true },
];

/** What comes in and goes out, of all interfaces and of each. */
export function NetworkPanel() {
	return (
		<ChartPanel
			event="network"
			title={messages.panels.networkTraffic}
			series={series}
			domain="mirrored"
			unit="binary"
			atLeast={10 * 1024}
			formatValue={rateText}
			formatTick={bytesTick}
		>
			<Interfaces />
		</ChartPanel>
	);
}

function Interfaces() {
	const network = useReading("network");
	const rows = (network?.interfaces ?? []).map((one, index) => ({
		key: one.name,
		cells: [
			one.name,
			...(["receivedBytesPerSecond", "sentBytesPerSecond"] as const).map((field) => (
				<Cell
					key={field}
					width={10}
					text={rateText(one[field])}
					reason={missingReason(network, `interfaces.${index}.${field}`, one[field])}
				/>
			)),
		],
	}));
	return (
		<Table
			caption={messages.panels.networkTraffic}
			columns={columns}
			rows={rows}
			empty={network?.missing?.[""] ?? words.none}
		/>
	);
}
