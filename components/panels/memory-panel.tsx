"use client";

import { useMemo } from "react";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import { bytesText, bytesTick } from "../chart-words";
import type { ChartSeries } from "../charts/chart-source";
import { useFact } from "../hooks/use-live";
import { LiveText } from "../ui/live-text";
import { ChartPanel } from "./chart-panel";

const words = messages.memory;
const series: ChartSeries[] = [
	{ metric: "memory.usedBytes", label: words.used, colorToken: 3 },
	{ metric: "memory.cachedBytes", label: words.cached, colorToken: 1 },
];

const readTotal = (store: LiveStore) => store.get("memory")?.totalBytes ?? null;
const readSwap = (store: LiveStore) => {
	const { swapUsedBytes = null, swapTotalBytes = null } = store.get("memory") ?? {};
	if (swapTotalBytes === 0) return words.noSwap;
	return words.swapUsed(bytesText(swapUsedBytes), bytesText(swapTotalBytes));
};

/** What memory is used for; the cache stands apart, for the kernel gives it back. */
export function MemoryPanel() {
	const totalBytes = useFact("memory", readTotal);
	const reference = useMemo(
		() =>
			totalBytes === null ? undefined : { value: totalBytes, label: words.installed(bytesText(totalBytes)) },
		[totalBytes],
	);
	return (
		<ChartPanel
			event="memory"
			title={messages.panels.memoryUse}
			aside={<LiveText topics={["memory"]} read={readSwap} />}
			series={series}
			domain="fromZero"
			atLeast={totalBytes ?? 0}
			reference={reference}
			unit="binary"
			stacked
			formatValue={bytesText}
			formatTick={bytesTick}
		/>
	);
}
