"use client";

import { useMemo } from "react";
import { formatNumber } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import { panelMessages } from "@/lib/panel-messages";
import { numberText, numberTick } from "../chart-words";
import type { ChartSeries } from "../charts/chart-source";
import { useCause } from "../hooks/use-cause";
import { useFact } from "../hooks/use-live";
import { Facts, type LiveFact } from "../ui/facts";
import { ChartPanel } from "./chart-panel";

const words = messages.load;
const series: ChartSeries[] = [
	{ metric: "load.one", label: words.one, colorToken: 1 },
	{ metric: "load.five", label: words.five, colorToken: 2 },
	{ metric: "load.fifteen", label: words.fifteen, colorToken: 3 },
];

const readCores = (store: LiveStore) => store.get("load")?.cores ?? null;
const perCore = (store: LiveStore) => {
	const { one = null, cores = null } = store.get("load") ?? {};
	return one === null || !cores ? null : one / cores;
};
const facts: LiveFact[] = [
	{
		label: words.perCore,
		path: "one",
		read: (store) => ({ value: formatNumber(perCore(store), 2), unit: "" }),
		detail: () => words.overMinute,
	},
	{
		label: words.runnable,
		path: "runnable",
		read: (store) => ({ value: formatNumber(store.get("load")?.runnable), unit: "" }),
	},
	{
		label: words.blocked,
		path: "blocked",
		read: (store) => ({ value: formatNumber(store.get("load")?.blocked), unit: "" }),
	},
];

/** How many tasks want to run, against the cores there are for them. */
export function LoadPanel() {
	const cause = useCause("utilization");
	const cores = useFact("load", readCores);
	const reference = useMemo(
		() => (cores === null ? undefined : { value: cores, label: words.cores(cores) }),
		[cores],
	);
	return (
		<ChartPanel
			event="load"
			title={messages.panels.load}
			explanation={panelMessages.explanations.load}
			{...cause}
			series={series}
			domain="fromZero"
			atLeast={cores ?? 1}
			reference={reference}
			formatValue={numberText}
			formatTick={numberTick}
		>
			<Facts metric="load" facts={facts} />
		</ChartPanel>
	);
}
