"use client";

import { useMemo } from "react";
import { formatShare } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import { panelMessages } from "@/lib/panel-messages";
import { Sparkline } from "../charts/sparkline";
import { useFact } from "../hooks/use-live";
import { usePicture } from "../hooks/use-view";
import { LiveQuantity } from "../ui/live-text";
import { Panel } from "../ui/panel";
import { CoreBars } from "./core-bars";

/** So many cores are drawn as tall as the charts beside them. */
const few = 4;
/** With more than these, the last minutes of each would be too much to read and to draw. */
const many = 16;

// A control group's time is not counted by the core.
const readReason = (store: LiveStore) => {
	const { missing } = store.get("cpu") ?? {};
	return missing?.cores ?? missing?.[""] ?? "";
};
const readCores = (store: LiveStore) => store.get("cpu")?.cores.length ?? 0;

/** Each core by itself: one that is busy alone does not show in the total. */
export function CoresPanel() {
	const cores = useFact("cpu", readCores);
	const reason = useFact("cpu", readReason);
	return (
		<Panel
			event="cpu"
			title={messages.panels.cores}
			explanation={panelMessages.explanations.cores}
			className="xl:col-span-2"
		>
			{cores === 0 && <p className="text-muted text-xs">{reason}</p>}
			{cores > many ? (
				<CoreBars cores={cores} />
			) : (
				<ul className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-4">
					{Array.from({ length: cores }, (_, core) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: a core is its number.
						<Core key={core} core={core} height={cores <= few ? 144 : 48} />
					))}
				</ul>
			)}
		</Panel>
	);
}

function Core({ core, height }: { core: number; height: number }) {
	const picture = usePicture();
	const read = useMemo(
		() => (store: LiveStore) => formatShare(store.get("cpu")?.cores[core]?.utilization),
		[core],
	);
	return (
		<li>
			<p className="flex items-baseline justify-between text-xs">
				<span className="text-muted">{messages.cpu.core(core)}</span>
				<LiveQuantity metric="cpu" path={`cores.${core}.utilization`} read={read} />
			</p>
			<Sparkline
				source={picture}
				metric={`cpu.cores.${core}.utilization`}
				colorToken={1}
				windowMs={picture.windowMs}
				domain="share"
				height={height}
			/>
		</li>
	);
}
