"use client";

import { formatCelsius, formatNumber, joined, unknown } from "@/lib/format";
import { messages } from "@/lib/messages";
import type { Temperature } from "@/lib/metrics/types";
import { panelMessages } from "@/lib/panel-messages";
import { usePresence } from "../absence";
import { Meter } from "../charts/meter";
import { heatOf } from "../heat";
import { useReading } from "../hooks/use-live";
import { missingReason } from "../missing-reason";
import { Flag } from "../ui/flag";
import { Item, Items } from "../ui/items";
import { Panel } from "../ui/panel";
import { Cell } from "../ui/table";

const words = panelMessages.temperature;

/** So many sensors are seen at once; a board may have twenty. */
const few = 8;

const ranks = { over: 0, near: 1, well: 2, unknown: 3 };
const colors = { over: "var(--offline)", near: "var(--delayed)", well: undefined, unknown: undefined };

/** What the sensors of the host say: those in trouble first, those that say nothing last. */
export function SensorsPanel() {
	const reading = useReading("temperature");
	if (usePresence("temperature") !== "present") return null;
	const sensors = (reading?.sensors ?? [])
		.map((sensor, index) => ({ sensor, heat: heatOf(sensor), index }))
		.sort((one, other) => ranks[one.heat] - ranks[other.heat])
		.map((one) => <Sensor key={one.sensor.name} reading={reading} {...one} />);
	const fans = reading?.fans ?? [];
	return (
		<Panel
			event="temperature"
			title={messages.panels.temperature}
			explanation={panelMessages.explanations.temperature}
			className="xl:col-span-2"
		>
			{reading?.missing?.[""] && <p className="text-muted">{reading.missing[""]}</p>}
			<Items>{sensors.slice(0, few)}</Items>
			{sensors.length > few && (
				<details className="mt-1">
					<summary className="cursor-pointer py-3 text-muted text-xs md:py-1">
						{words.more(sensors.length - few)}
					</summary>
					<Items>{sensors.slice(few)}</Items>
				</details>
			)}
			{fans.length > 0 && (
				<>
					<h3 className="mt-3 mb-1 text-muted text-xs">{words.fans}</h3>
					<Items>
						{fans.map(({ name, rotationsPerMinute: rotations }, index) => (
							<Item
								key={name}
								name={name}
								numbers={
									<Cell
										text={rotations === null ? unknown : words.rotations(formatNumber(rotations))}
										width={9}
										reason={missingReason(reading, `fans.${index}.rotationsPerMinute`, rotations)}
									/>
								}
							/>
						))}
					</Items>
				</>
			)}
		</Panel>
	);
}

interface SensorProps {
	reading: Temperature | undefined;
	sensor: Temperature["sensors"][number];
	heat: ReturnType<typeof heatOf>;
	/** Its place in the reading. */
	index: number;
}

function Sensor({ reading, sensor: { name, celsius, criticalCelsius }, heat, index }: SensorProps) {
	const reason = missingReason(reading, `sensors.${index}.celsius`, celsius);
	const text = joined(formatCelsius(celsius));
	const limit = criticalCelsius === null ? "" : words.of(joined(formatCelsius(criticalCelsius)));
	return (
		<Item
			name={name}
			numbers={
				<>
					<Cell width={6} text={text} reason={reason} />
					<span className="text-muted"> {limit}</span>
				</>
			}
		>
			{heat === "near" && <Flag level="warning">{words.near}</Flag>}
			{heat === "over" && <Flag level="bad">{words.over}</Flag>}
			{criticalCelsius !== null && (
				<Meter
					label={words.shareOf(name)}
					value={celsius === null ? null : celsius / criticalCelsius}
					valueText={`${text} ${limit}`}
					reason={reason}
					color={colors[heat]}
				/>
			)}
		</Item>
	);
}
