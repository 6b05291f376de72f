"use client";

import { formatNumber, unknown } from "@/lib/format";
import { messages } from "@/lib/messages";
import { panelMessages } from "@/lib/panel-messages";
import { usePresence } from "../absence";
import { shareText } from "../chart-words";
import { Meter } from "../charts/meter";
import { useReading } from "../hooks/use-live";
import { missingReason } from "../missing-reason";
import { Flag } from "../ui/flag";
import { Item, Items } from "../ui/items";
import { Panel } from "../ui/panel";
import { Cell } from "../ui/table";

const words = panelMessages.battery;

const low = 0.2;

/** How full the batteries of the host are, and which way it goes. */
export function BatteryPanel() {
	const reading = useReading("battery");
	if (usePresence("battery") !== "present") return null;
	return (
		<Panel event="battery" title={messages.panels.battery} explanation={panelMessages.explanations.battery}>
			{reading?.missing?.[""] && <p className="text-muted">{reading.missing[""]}</p>}
			<Items>
				{(reading?.batteries ?? []).map(({ name, charge, status, watts }, index) => {
					const reason = (field: string, value: number | string | null) =>
						missingReason(reading, `batteries.${index}.${field}`, value);
					const isLow = charge !== null && charge < low && status !== "charging";
					return (
						<Item
							key={name}
							name={name}
							numbers={<Cell width={7} text={shareText(charge)} reason={reason("charge", charge)} />}
						>
							{isLow && <Flag level="warning">{words.low}</Flag>}
							<Meter
								label={words.chargeOf(name)}
								value={charge}
								valueText={shareText(charge)}
								reason={reason("charge", charge)}
								color={isLow ? "var(--delayed)" : undefined}
							/>
							<p className="flex justify-between gap-3 text-muted">
								<Cell
									text={status === null ? unknown : words.statuses[status]}
									reason={reason("status", status)}
								/>
								<Cell
									width={7}
									text={watts === null ? unknown : words.watts(formatNumber(watts, 1))}
									reason={reason("watts", watts)}
								/>
							</p>
						</Item>
					);
				})}
			</Items>
		</Panel>
	);
}
