"use client";

import { formatCelsius, joined } from "@/lib/format";
import { messages } from "@/lib/messages";
import { panelMessages } from "@/lib/panel-messages";
import { usePresence } from "../absence";
import { bytesText, shareText } from "../chart-words";
import { Meter } from "../charts/meter";
import { useReading } from "../hooks/use-live";
import { missingReason } from "../missing-reason";
import { Item, Items } from "../ui/items";
import { Panel } from "../ui/panel";
import { Cell } from "../ui/table";

const words = panelMessages.gpu;

/** What the graphics processors do. */
export function GpuPanel() {
	const reading = useReading("gpu");
	if (usePresence("gpu") !== "present") return null;
	return (
		<Panel event="gpu" title={messages.panels.gpu} explanation={panelMessages.explanations.gpu}>
			{reading?.missing?.[""] && <p className="text-muted">{reading.missing[""]}</p>}
			<Items>
				{(reading?.gpus ?? []).map(({ name, utilization, usedBytes, totalBytes, celsius }, index) => {
					const reason = (field: string, value: number | null) =>
						missingReason(reading, `gpus.${index}.${field}`, value);
					return (
						<Item
							key={name}
							name={name}
							numbers={
								<Cell width={7} text={shareText(utilization)} reason={reason("utilization", utilization)} />
							}
						>
							<Meter
								label={words.shareOf(name)}
								value={utilization}
								valueText={shareText(utilization)}
								reason={reason("utilization", utilization)}
							/>
							<p className="flex justify-between gap-3 text-muted">
								<Cell
									text={words.memory(bytesText(usedBytes), bytesText(totalBytes))}
									reason={reason("usedBytes", usedBytes)}
								/>
								<Cell width={6} text={joined(formatCelsius(celsius))} reason={reason("celsius", celsius)} />
							</p>
						</Item>
					);
				})}
			</Items>
		</Panel>
	);
}
