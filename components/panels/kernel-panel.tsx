"use client";

import { formatNumber, formatShare, joined } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import type { Kernel } from "@/lib/metrics/types";
import { panelMessages } from "@/lib/panel-messages";
import { reasonAt } from "@/lib/reason-at";
import { usePresence } from "../absence";
import { numberTick, shareText } from "../chart-words";
import type { ChartSeries } from "../charts/chart-source";
import { Meter } from "../charts/meter";
import { useFact } from "../hooks/use-live";
import { Facts, type LiveFact } from "../ui/facts";
import { LiveText } from "../ui/live-text";
import { Panel } from "../ui/panel";
import { PanelChart } from "./panel-chart";

const words = panelMessages.kernel;
const series: ChartSeries[] = [
	{ metric: "kernel.tcp.retransmittedSegmentsPerSecond", label: words.retransmitted, colorToken: 2 },
];

const perSecond = (read: (kernel: Kernel) => number | null) => (store: LiveStore) => {
	const kernel = store.get("kernel");
	return { value: formatNumber(kernel && read(kernel)), unit: words.perSecond };
};
const count = (read: (kernel: Kernel) => number | null) => (store: LiveStore) => {
	const kernel = store.get("kernel");
	return { value: formatNumber(kernel && read(kernel)), unit: "" };
};
const rateText = (value: number | null) => `${formatNumber(value, 1)} ${words.perSecond}`;

const openFilesShare = (store: LiveStore) => {
	const { openFiles = null, openFilesLimit = null } = store.get("kernel") ?? {};
	return openFiles === null || !openFilesLimit ? null : openFiles / openFilesLimit;
};
const openFilesText = (store: LiveStore) => {
	const { openFiles = null, openFilesLimit = null } = store.get("kernel") ?? {};
	if (openFilesLimit === null) return formatNumber(openFiles);
	return words.ofLimit(formatNumber(openFiles), formatNumber(openFilesLimit));
};
const killsText = (store: LiveStore) => {
	const { oomKills = null } = store.get("kernel") ?? {};
	if (oomKills === null) return "";
	if (oomKills === 0) return words.oomNone;
	const newer = oomKills - (store.page.events.kernel?.oomKills ?? oomKills);
	return newer > 0 ? words.oomNow(formatNumber(newer)) : words.sinceBoot;
};
const resentText = (store: LiveStore) => {
	const { tcp } = store.get("kernel") ?? {};
	if (!tcp || tcp.retransmittedSegmentsPerSecond === null) return "";
	if (tcp.retransmitUtilization === null) return words.nothingSent;
	return words.ofSent(joined(formatShare(tcp.retransmitUtilization)));
};

const facts: LiveFact[] = [
	{
		label: words.retransmitted,
		path: "tcp.retransmittedSegmentsPerSecond",
		read: (store) => ({
			value: formatNumber(store.get("kernel")?.tcp.retransmittedSegmentsPerSecond, 1),
			unit: words.perSecond,
		}),
		detail: resentText,
	},
	{
		label: words.sent,
		path: "tcp.sentSegmentsPerSecond",
		read: perSecond(({ tcp }) => tcp.sentSegmentsPerSecond),
	},
	{
		label: words.established,
		path: "tcp.established",
		read: count(({ tcp }) => tcp.established),
		detail: (store) => {
			const { scope } = store.get("kernel")?.tcp ?? {};
			return scope ? messages.scope.this[scope] : "";
		},
	},
	{ label: words.oomKills, path: "oomKills", read: count(({ oomKills }) => oomKills), detail: killsText },
	{
		label: words.contextSwitches,
		path: "contextSwitchesPerSecond",
		read: perSecond(({ contextSwitchesPerSecond }) => contextSwitchesPerSecond),
	},
	{ label: words.forks, path: "forksPerSecond", read: perSecond(({ forksPerSecond }) => forksPerSecond) },
];

/** What the kernel counts of its own work, as far as it explains a slow host. */
export function KernelPanel() {
	const title = messages.panels.kernel;
	if (usePresence("kernel") === "absent") return null;
	return (
		<Panel
			event="kernel"
			title={title}
			explanation={panelMessages.explanations.kernel}
			className="xl:col-span-2"
		>
			<Facts metric="kernel" facts={facts} />
			<OpenFiles />
			<PanelChart
				title={words.retransmitted}
				series={series}
				height={120}
				domain="fromZero"
				atLeast={4}
				formatValue={rateText}
				formatTick={numberTick}
			/>
		</Panel>
	);
}

function OpenFiles() {
	// In whole percent: what it says more precisely stands beside it.
	const share = useFact("kernel", (store) => {
		const share = openFilesShare(store);
		return share === null ? null : Math.round(share * 100) / 100;
	});
	const reason = useFact("kernel", (store) => {
		const { missing } = store.get("kernel") ?? {};
		return reasonAt(missing, "openFiles") ?? missing?.openFilesLimit ?? "";
	});
	return (
		<div className="my-4">
			<p className="mb-1 flex justify-between text-xs">
				<span className="text-muted">{words.openFiles}</span>
				<LiveText topics={["kernel"]} read={openFilesText} />
			</p>
			<Meter
				label={words.openFilesUse}
				value={share}
				valueText={shareText(share)}
				reason={reason || undefined}
			/>
		</div>
	);
}
