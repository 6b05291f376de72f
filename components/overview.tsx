"use client";

import type { ChartDomain } from "@/lib/chart-scale";
import { formatBytes, formatRate, formatShare, joined, type Quantity } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import type { MetricName } from "@/lib/metrics/types";
import type { ChartSeries } from "./charts/chart-source";
import { Sparkline } from "./charts/sparkline";
import { sumOver } from "./charts/sum-over";
import { useStore } from "./hooks/use-live";
import { fullestMount } from "./problems";
import { coresText } from "./scope-words";
import { Aged } from "./ui/aged";
import { LiveQuantity, LiveText } from "./ui/live-text";
import { Panel } from "./ui/panel";
import { windowMs } from "./window";

interface Glance {
	event: MetricName;
	title: string;
	path: string;
	read(store: LiveStore): Quantity;
	detail(store: LiveStore): string;
	detailOn: MetricName;
	metric: ChartSeries["metric"];
	colorToken: ChartSeries["colorToken"];
	domain: ChartDomain;
	atLeast?: number;
}

const total = (numbers: (number | null)[]) => {
	const known = numbers.filter((number) => number !== null);
	return known.length === 0 ? null : known.reduce((sum, number) => sum + number, 0);
};

const glances: Glance[] = [
	{
		event: "cpu",
		title: messages.panels.cpu,
		path: "utilization",
		read: (store) => formatShare(store.get("cpu")?.utilization),
		detail: (store) => {
			const cpu = store.get("cpu");
			const cores = cpu?.limit?.cores ?? cpu?.cores.length ?? 0;
			return cores === 0 ? "" : messages.cpu.ofCores(coresText(cores));
		},
		detailOn: "cpu",
		metric: "cpu.utilization",
		colorToken: 1,
		domain: "share",
	},
	{
		event: "memory",
		title: messages.panels.memory,
		path: "usedBytes",
		read: (store) => formatBytes(store.get("memory")?.usedBytes),
		detail: (store) => {
			const totalBytes = store.get("memory")?.totalBytes ?? null;
			return totalBytes === null ? "" : messages.memory.of(joined(formatBytes(totalBytes)));
		},
		detailOn: "memory",
		metric: (window, time) => window.get("memory.usedBytes", time) / window.get("memory.totalBytes", time),
		colorToken: 3,
		domain: "share",
	},
	{
		event: "disk",
		title: messages.panels.disk,
		path: "devices",
		read: (store) =>
			formatRate(
				total(
					(store.get("disk")?.devices ?? []).flatMap((device) => [
						device.readBytesPerSecond,
						device.writtenBytesPerSecond,
					]),
				),
			),
		detail: (store) => {
			const fullest = fullestMount(store.get("filesystem")?.mounts);
			if (!fullest) return "";
			return messages.filesystem.full(fullest.mount.mount, joined(formatShare(fullest.share)));
		},
		detailOn: "filesystem",
		metric: sumOver("disk", ["readBytesPerSecond", "writtenBytesPerSecond"]),
		colorToken: 2,
		domain: "fromZero",
		atLeast: 1024 * 1024,
	},
	{
		event: "network",
		title: messages.panels.network,
		path: "interfaces",
		read: (store) =>
			formatRate(
				total(
					(store.get("network")?.interfaces ?? []).flatMap((one) => [
						one.receivedBytesPerSecond,
						one.sentBytesPerSecond,
					]),
				),
			),
		detail: (store) => {
			const interfaces = store.get("network")?.interfaces ?? [];
			const received = formatRate(total(interfaces.map((one) => one.receivedBytesPerSecond)));
			const sent = formatRate(total(interfaces.map((one) => one.sentBytesPerSecond)));
			return `${messages.network.received} ${joined(received)} · ${messages.network.sent} ${joined(sent)}`;
		},
		detailOn: "network",
		metric: sumOver("network", ["receivedBytesPerSecond", "sentBytesPerSecond"]),
		colorToken: 4,
		domain: "fromZero",
		atLeast: 100 * 1024,
	},
];

/** Four large numbers, each with its last minutes. */
export function Overview() {
	const store = useStore();
	return (
		<div className="col-span-full grid grid-cols-2 gap-4 xl:grid-cols-4">
			{glances.map((glance) => (
				<Panel key={glance.event} event={glance.event} title={glance.title}>
					<p>
						<LiveQuantity
							metric={glance.event}
							path={glance.path}
							read={glance.read}
							className="font-semibold text-[32px] leading-9"
							unitClassName="font-normal text-base text-muted"
						/>
					</p>
					<Aged event={glance.detailOn} className="mb-2 min-h-10 text-muted text-xs sm:min-h-5">
						<LiveText topics={[glance.detailOn]} read={glance.detail} />
					</Aged>
					<Sparkline
						source={store}
						metric={glance.metric}
						colorToken={glance.colorToken}
						windowMs={windowMs}
						domain={glance.domain}
						atLeast={glance.atLeast}
					/>
				</Panel>
			))}
		</div>
	);
}
