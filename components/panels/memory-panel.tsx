"use client";

import { useMemo } from "react";
import { formatBytes, formatNumber } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import { panelMessages } from "@/lib/panel-messages";
import { bytesText, bytesTick } from "../chart-words";
import type { ChartSeries } from "../charts/chart-source";
import { useCause } from "../hooks/use-cause";
import { useFact } from "../hooks/use-live";
import { Facts, type LiveFact } from "../ui/facts";
import { ChartPanel } from "./chart-panel";

const words = messages.memory;
const series: ChartSeries[] = [
	{ metric: "memory.usedBytes", label: words.used, colorToken: 3 },
	{ metric: "memory.cachedBytes", label: words.cached, colorToken: 1 },
];
const peak = { metric: "memory.usedBytes", label: words.peak };

const readTotal = (store: LiveStore) => store.get("memory")?.totalBytes ?? null;
const readBound = (store: LiveStore) => (store.get("memory")?.limit ? "allowed" : "installed");

const facts: LiveFact[] = [
	{
		label: words.available,
		path: "availableBytes",
		read: (store) => formatBytes(store.get("memory")?.availableBytes),
	},
	{
		label: words.swap,
		path: "swapUsedBytes",
		read: (store) => formatBytes(store.get("memory")?.swapUsedBytes),
		detail: (store) => {
			const { swapTotalBytes = null } = store.get("memory") ?? {};
			if (swapTotalBytes === null) return "";
			return swapTotalBytes === 0 ? words.noSwap : words.of(bytesText(swapTotalBytes));
		},
	},
	{ label: words.dirty, path: "dirtyBytes", read: (store) => formatBytes(store.get("memory")?.dirtyBytes) },
];
const limitedFacts: LiveFact[] = [
	...facts,
	{
		label: panelMessages.kernel.oomKills,
		path: "limit.oomKills",
		read: (store) => ({ value: formatNumber(store.get("memory")?.limit?.oomKills), unit: "" }),
		detail: () => words.sinceMade,
	},
];

/** What memory is used for; the cache stands apart, for the kernel gives it back. */
export function MemoryPanel() {
	const cause = useCause("residentBytes");
	const totalBytes = useFact("memory", readTotal);
	const bound = useFact("memory", readBound);
	const reference = useMemo(
		() =>
			totalBytes === null ? undefined : { value: totalBytes, label: words[bound](bytesText(totalBytes)) },
		[totalBytes, bound],
	);
	return (
		<ChartPanel
			event="memory"
			title={messages.panels.memoryUse}
			explanation={panelMessages.explanations.memory}
			{...cause}
			series={series}
			domain="fromZero"
			atLeast={totalBytes ?? 0}
			reference={reference}
			unit="binary"
			stacked
			peak={peak}
			formatValue={bytesText}
			formatTick={bytesTick}
		>
			<Facts metric="memory" facts={bound === "allowed" ? limitedFacts : facts} />
		</ChartPanel>
	);
}
