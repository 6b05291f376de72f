import { readWord } from "./sysfs";

// Less than the time after which disks are usually told to rest.
const restMs = 120_000;

/**
 * Knows which disks did nothing for two minutes: one that is asked for its temperature then may begin anew to wait for
 * its rest, and never comes to it (Documentation/hwmon/drivetemp.rst).
 */
export class RestingDisks {
	readonly reason = "not asked: the disk rests, and a question could keep it from that";
	#seen = new Map<string, { counters: string; sinceMs: number }>();

	/** Whether the disk at this directory rests; it does not at the first call. */
	async isResting(disk: string, nowMs: number): Promise<boolean> {
		const counters = await readWord(`${disk}/stat`);
		const seen = this.#seen.get(disk);
		if (counters !== null && counters === seen?.counters) return nowMs - seen.sinceMs >= restMs;
		this.#seen.set(disk, { counters: counters ?? "", sinceMs: nowMs });
		return false;
	}
}
