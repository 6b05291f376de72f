const units: [RegExp, string][] = [
	[/BytesPerSecond$/, "bytes/s"],
	[/PerSecond$/, "1/s"],
	[/Bytes$/, "bytes"],
	[/Ms$/, "ms"],
	[/(\.u|U)tilization$|\.(user|nice|system|iowait|irq|softirq|steal|avg\d+|charge)$/, "share"],
	[/(\.c|C)elsius$/, "°C"],
	[/\.watts$/, "W"],
	[/PerMinute$/, "1/min"],
];

/** The unit of a metric, which its name ends with; a plain count has the unit `1`. */
export function unitOf(metric: string): string {
	return units.find(([pattern]) => pattern.test(metric))?.[1] ?? "1";
}
