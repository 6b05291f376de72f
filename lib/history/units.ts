const units: [RegExp, string][] = [
	[/BytesPerSecond$/, "bytes/s"],
	[/PerSecond$/, "1/s"],
	[/Bytes$/, "bytes"],
	[/Ms$/, "ms"],
	[/\.(utilization|user|nice|system|iowait|irq|softirq|steal|inodeUtilization)$/, "share"],
];

/** The unit of a metric, which its name ends with; a plain count has the unit `1`. */
export function unitOf(metric: string): string {
	return units.find(([pattern]) => pattern.test(metric))?.[1] ?? "1";
}
