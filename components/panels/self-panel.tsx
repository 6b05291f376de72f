"use client";

import { formatBytes, formatNumber, formatRate, formatShare } from "@/lib/format";
import { messages } from "@/lib/messages";
import { panelMessages } from "@/lib/panel-messages";
import { Facts, type LiveFact } from "../ui/facts";
import { Panel } from "../ui/panel";

const words = panelMessages.self;
const ms = (value: number | null | undefined) => ({ value: formatNumber(value, 1), unit: words.ms });

const facts: LiveFact[] = [
	{
		label: words.cpu,
		path: "cpuUtilization",
		read: (store) => formatShare(store.get("self")?.cpuUtilization),
		detail: () => words.ofCore,
	},
	{
		label: words.cpuSampler,
		path: "sampler.cpuUtilization",
		read: (store) => formatShare(store.get("self")?.sampler.cpuUtilization),
		detail: () => words.ofCore,
	},
	{
		label: words.memory,
		path: "residentBytes",
		read: (store) => formatBytes(store.get("self")?.residentBytes),
	},
	{
		label: words.memorySampler,
		path: "sampler.residentBytes",
		read: (store) => formatBytes(store.get("self")?.sampler.residentBytes),
	},
	{
		label: words.eventLoop,
		path: "eventLoopDelayMs",
		read: (store) => ms(store.get("self")?.eventLoopDelayMs),
		detail: () => words.slowest,
	},
	{ label: words.lateness, path: "latenessMs", read: (store) => ms(store.get("self")?.latenessMs) },
	{ label: words.took, path: "sampler.tookMs", read: (store) => ms(store.get("self")?.sampler.tookMs) },
	{
		label: words.viewers,
		path: "viewers",
		read: (store) => ({ value: formatNumber(store.get("self")?.viewers), unit: "" }),
	},
	{
		label: words.sent,
		path: "sentBytesPerSecond",
		read: (store) => formatRate(store.get("self")?.sentBytesPerSecond),
	},
];

/** What it costs to be watched. */
export function SelfPanel() {
	return (
		<Panel
			event="self"
			title={messages.panels.self}
			explanation={panelMessages.explanations.self}
			className="xl:col-span-2"
		>
			<Facts metric="self" facts={facts} />
		</Panel>
	);
}
