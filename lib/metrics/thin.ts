import type { MetricEvents, MetricName, Value } from "./types";

// What was measured over the time since the last reading is averaged; the others tell a state, of which the last holds.
const averaged: ReadonlySet<string> = new Set<MetricName>(["cpu", "disk", "network", "kernel", "container"]);

/**
 * Makes one reading of several, oldest first. Shares and rates are the means of those that are known, each device's
 * over the readings it is in; of all else, and of which devices there are, the last reading holds.
 */
export function thinReadings<N extends MetricName>(event: N, readings: MetricEvents[N][]): MetricEvents[N];
export function thinReadings(event: string, readings: unknown[]): unknown;
export function thinReadings(event: string, readings: unknown[]): unknown {
	const last = readings.at(-1);
	if (!averaged.has(event) || readings.length < 2) return last;
	const { time, missing, ...values } = last as { time: number; missing?: Record<string, string> };
	const thinned = average(values, readings) as object;
	const still = Object.entries(missing ?? {}).filter(([path]) => typeof read(thinned, path) !== "number");
	return { time, ...thinned, ...(still.length > 0 && { missing: Object.fromEntries(still) }) };
}

/** `last` with each number in it averaged over the same places of `all`. */
function average(last: unknown, all: unknown[]): unknown {
	if (typeof last === "number" || last === null) return mean(all as (Value | undefined)[]);
	if (Array.isArray(last)) {
		return last.map((item, index) =>
			average(
				item,
				all.map((list) => find(list as unknown[], item, index)),
			),
		);
	}
	if (typeof last !== "object") return last;
	const fields = Object.entries(last as object).map(([name, value]) => [
		name,
		average(
			value,
			all.map((one) => (one as Record<string, unknown> | undefined)?.[name]),
		),
	]);
	return Object.fromEntries(fields);
}

// A device keeps its name when others come and go; a core keeps its place.
function find(list: unknown[] | undefined, item: unknown, index: number): unknown {
	const name = (item as { name?: string }).name;
	return name === undefined ? list?.[index] : list?.find((one) => (one as { name?: string }).name === name);
}

function mean(values: (Value | undefined)[]): Value {
	const known = values.filter((value) => typeof value === "number");
	if (known.length === 0) return null;
	// Without the digits that only binary fractions have: 0.30000000000000004.
	return Number((known.reduce((sum, value) => sum + value, 0) / known.length).toPrecision(12));
}

function read(reading: object, path: string): unknown {
	if (path === "") return reading;
	return path
		.split(".")
		.reduce<unknown>((value, step) => (value as Record<string, unknown> | null | undefined)?.[step], reading);
}
