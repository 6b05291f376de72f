import type { MetricEvents, MetricName, Value } from "./types";

// Those that hold what was measured over the time since the last reading; the others tell a state, of which the last holds.
const averaged: ReadonlySet<string> = new Set<MetricName>(["cpu", "disk", "network", "kernel", "container"]);

// Within them too some tell a state: limits, what is open or used, what was counted since the start.
const overTime =
	/PerSecond$|[uU]tilization$|^(user|nice|system|iowait|irq|softirq|steal|awaitMs|queueLength)$/;

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
	const still = missing && stillMissing(thinned, missing);
	return { time, ...thinned, ...(still && Object.keys(still).length > 0 && { missing: still }) };
}

/** `last` with each share and rate in it averaged over the same places of `all`. */
function average(last: unknown, all: unknown[]): unknown {
	if (Array.isArray(last)) {
		return last.map((item, index) =>
			average(
				item,
				all.map((list) => find(list as unknown[], item, index)),
			),
		);
	}
	if (typeof last !== "object" || last === null) return last;
	const fields = Object.entries(last).map(([name, value]) => {
		const values = all.map((one) => (one as Record<string, unknown> | undefined)?.[name]);
		return [name, overTime.test(name) && !isObject(value) ? mean(values) : average(value, values)];
	});
	return Object.fromEntries(fields);
}

// A device keeps its name when others come and go; a core keeps its place.
function find(list: unknown[] | undefined, item: unknown, index: number): unknown {
	const name = (item as { name?: string }).name;
	return name === undefined ? list?.[index] : list?.find((one) => (one as { name?: string }).name === name);
}

function mean(values: unknown[]): Value {
	const known = values.filter((value) => typeof value === "number");
	if (known.length === 0) return null;
	// Without the digits that only binary fractions have: 0.30000000000000004.
	return Number((known.reduce((sum, value) => sum + value, 0) / known.length).toPrecision(12));
}

/** The reasons of `missing` for what is still not known; one that stood for everything stands for each of those. */
function stillMissing(thinned: object, missing: Record<string, string>): Record<string, string> {
	const ofAll = missing[""];
	const { known, unknown } = pathsIn(thinned);
	if (ofAll !== undefined && known.size === 0) return missing;
	const still = Object.entries(missing).filter(([path]) => path !== "" && !known.has(path));
	const others = ofAll === undefined ? [] : [...unknown].map((path) => [path, ofAll] as const);
	return Object.fromEntries([...others, ...still]);
}

function pathsIn(
	value: unknown,
	path = "",
	found = { known: new Set<string>(), unknown: new Set<string>() },
) {
	if (typeof value === "number") found.known.add(path);
	else if (value === null) found.unknown.add(path);
	else if (isObject(value))
		for (const [name, member] of Object.entries(value))
			pathsIn(member, path ? `${path}.${name}` : name, found);
	return found;
}

function isObject(value: unknown): value is object {
	return typeof value === "object" && value !== null;
}
