"use client";

import { formatNumber } from "@/lib/format";
import { messages } from "@/lib/messages";
import { bytesTick, rateText, shareText } from "../chart-words";
import type { ChartSeries } from "../charts/chart-source";
import { sumOver } from "../charts/sum-over";
import { useReading } from "../hooks/use-live";
import { missingReason } from "../missing-reason";
import { Cell, Table } from "../ui/table";
import { ChartPanel } from "./chart-panel";

const words = messages.disk;
const series: ChartSeries[] = [
	{ metric: sumOver("disk", ["readBytesPerSecond"]), label: words.read, colorToken: 1 },
	{ metric: sumOver("disk", ["writtenBytesPerSecond"]), label: words.written, colorToken: 2, mirrored: true },
];
const columns = [
	{ label: words.device },
	{ label: words.read, numeric: true },
	{ label: words.written, numeric: true },
	{ label: words.utilization, numeric: true },
	{ label: words.wait, numeric: true, hiddenOnPhone: true },
];

// Never more than its place holds, whatever a disk does: 999.9 ms, then seconds.
const waitText = (ms: number | null) => {
	if (ms === null) return formatNumber(null);
	return ms < 999.95 ? `${formatNumber(ms, 1)} ms` : `${formatNumber(ms / 1_000, 1)} s`;
};
const fields = [
	["readBytesPerSecond", rateText, 10],
	["writtenBytesPerSecond", rateText, 10],
	["utilization", shareText, 7],
	["awaitMs", waitText, 8],
] as const;

/** What is read and written, of all disks and of each. */
export function DiskPanel() {
	return (
		<ChartPanel
			event="disk"
			title={messages.panels.diskTraffic}
			series={series}
			domain="mirrored"
			unit="binary"
			atLeast={1024 * 1024}
			formatValue={rateText}
			formatTick={bytesTick}
		>
			<Devices />
		</ChartPanel>
	);
}

function Devices() {
	const disk = useReading("disk");
	const rows = (disk?.devices ?? []).map((device, index) => ({
		key: device.name,
		cells: [
			device.name,
			...fields.map(([field, text, width]) => (
				<Cell
					key={field}
					width={width}
					text={text(device[field])}
					reason={missingReason(disk, `devices.${index}.${field}`, device[field])}
				/>
			)),
		],
	}));
	return (
		<Table
			caption={messages.panels.diskTraffic}
			columns={columns}
			rows={rows}
			empty={disk?.missing?.[""] ?? words.none}
		/>
	);
}
