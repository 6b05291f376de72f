import type { ProcessMinute, ProcessUse } from "./types";

const fields = ["utilization", "residentBytes", "readBytesPerSecond", "writtenBytesPerSecond"] as const;

/**
 * One minute out of its two parts, before and after a start of the server. How long each part was is not known: who is
 * in both has the greater of what it used, so that a peak keeps its culprit.
 */
export function joinMinutes(before: ProcessMinute, after: ProcessMinute): ProcessMinute {
	const uses = new Map<string, ProcessUse>();
	for (const use of [...before.processes, ...after.processes]) {
		const key = `${use.pid} ${use.name}`;
		const known = uses.get(key);
		uses.set(key, known ? joinUses(known, use) : use);
	}
	return { ...after, processes: [...uses.values()] };
}

function joinUses(before: ProcessUse, after: ProcessUse): ProcessUse {
	const joined = { ...after };
	for (const field of fields) {
		const [one, other] = [before[field], after[field]];
		joined[field] = one === null || other === null ? (one ?? other) : Math.max(one, other);
	}
	return joined;
}
