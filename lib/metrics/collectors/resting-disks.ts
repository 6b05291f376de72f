import { readWord } from "./sysfs";

/**
 * Knows which disks do nothing: one that is asked for its temperature may begin anew to wait for its rest, and then never
 * comes to it (Documentation/hwmon/drivetemp.rst).
 */
export class RestingDisks {
	readonly reason = "not asked: the disk rests, and a question could keep it from that";
	#counters = new Map<string, string | null>();

	/** Whether the disk at this directory did nothing since the last call; false at the first one. */
	async isResting(disk: string): Promise<boolean> {
		const before = this.#counters.get(disk);
		const now = await readWord(`${disk}/stat`);
		this.#counters.set(disk, now);
		return now !== null && now === before;
	}
}
