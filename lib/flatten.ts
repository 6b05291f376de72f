// Words where they are known: without them no number is missing, and a series of nothing would fill the memory.
const wordFields = new Set(["image", "model", "status"]);

/**
 * Visits every number of a reading under its dotted name: `cpu.utilization`, `cpu.cores.0.user`,
 * `pressure.io.some.avg10`, `network.eth0.sentBytesPerSecond`. The members of a list go by their name, mount or position;
 * `null` is visited too. Processes are left out: each would be a series of its own, for ever.
 */
export function flatten(
	event: string,
	reading: object,
	visit: (metric: string, value: number | null) => void,
): void {
	for (const [field, value] of Object.entries(reading)) {
		if (field === "time" || field === "missing" || field === "processes" || wordFields.has(field)) continue;
		if (value === null || typeof value === "number") {
			visit(`${event}.${field}`, value);
		} else if (Array.isArray(value)) {
			for (const [index, member] of value.entries()) {
				// Only positions need their list's name: `cores.0`, but `network.eth0`.
				const named = member.name ?? member.mount;
				flatten(named === undefined ? `${event}.${field}.${index}` : `${event}.${named}`, member, visit);
			}
		} else if (typeof value === "object") {
			flatten(`${event}.${field}`, value, visit);
		}
	}
}

/** Whether a metric is the one of this name, or one of those whose names begin with it: `cpu.cores` holds `cpu.cores.0.user`. */
export function isWithin(metric: string, name: string): boolean {
	return metric === name || metric.startsWith(`${name}.`);
}
