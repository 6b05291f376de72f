"use client";

import { formatCelsius, joined, unknown } from "@/lib/format";
import { messages } from "@/lib/messages";
import { panelMessages } from "@/lib/panel-messages";
import { usePresence } from "../absence";
import { useReading } from "../hooks/use-live";
import { missingReason } from "../missing-reason";
import { Flag } from "../ui/flag";
import { Item, Items } from "../ui/items";
import { Panel } from "../ui/panel";
import { Cell } from "../ui/table";

const words = panelMessages.diskHealth;

/** What the disks say of themselves, those that are failing first. */
export function DiskHealthPanel() {
	const reading = useReading("diskHealth");
	if (usePresence("diskHealth") !== "present") return null;
	const disks = (reading?.disks ?? [])
		.map((disk, index) => ({ ...disk, index }))
		.sort((one, other) => Number(one.healthy !== 0) - Number(other.healthy !== 0));
	return (
		<Panel
			event="diskHealth"
			title={messages.panels.diskHealth}
			explanation={panelMessages.explanations.diskHealth}
		>
			{reading?.missing?.[""] && <p className="text-muted">{reading.missing[""]}</p>}
			<Items>
				{disks.map(({ name, model, healthy, celsius, index }) => {
					const reason = (field: string, value: number | string | null) =>
						missingReason(reading, `disks.${index}.${field}`, value);
					return (
						<Item
							key={name}
							name={name}
							numbers={
								healthy === 0 ? (
									<Flag level="bad">{words.failing}</Flag>
								) : (
									<Cell text={healthy === null ? unknown : words.well} reason={reason("healthy", healthy)} />
								)
							}
						>
							<p className="flex justify-between gap-3 text-muted">
								<Cell text={model ?? unknown} reason={reason("model", model)} />
								<Cell width={6} text={joined(formatCelsius(celsius))} reason={reason("celsius", celsius)} />
							</p>
						</Item>
					);
				})}
			</Items>
		</Panel>
	);
}
