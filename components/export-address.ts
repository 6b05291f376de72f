import { withBasePath } from "@/lib/base-path";
import type { Picture } from "@/lib/live/picture";
import type { StateEvents } from "@/lib/metrics/types";

const charted = ["cpu", "memory", "load", "pressure", "kernel", "disk", "network"] as const;

/** Where what a picture shows can be had as a file: all series of the events that have charts, in absolute times. */
export function exportAddress(
	{ window: { newest }, windowMs }: Picture,
	readings: Partial<StateEvents>,
): string {
	const query = new URLSearchParams({ format: "csv" });
	if (Number.isFinite(newest)) {
		query.set("from", String(Math.floor(newest - windowMs)));
		query.set("to", String(Math.floor(newest)));
	}
	for (const event of charted) if (readings[event]) query.append("metric", event);
	for (const { name, fields } of readings.streams?.streams ?? []) {
		if (fields.some(({ kind }) => kind === "number")) query.append("metric", name);
	}
	return withBasePath(`/api/history?${query}`);
}
