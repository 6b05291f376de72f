import type { Kept } from "./history/types";

/**
 * Since when readings are kept, `null` while there are none. A long step begins before the first reading that it
 * holds, so that it counts only where no finer one tells of the same time.
 */
export function oldestKept(tiers: readonly Pick<Kept["tiers"][number], "stepMs" | "from">[]): number | null {
	let oldest: number | null = null;
	for (const { stepMs, from } of [...tiers].sort((one, other) => one.stepMs - other.stepMs)) {
		if (from !== null && (oldest === null || from + stepMs <= oldest)) oldest = from;
	}
	return oldest;
}
