import type { Collector } from "../collector";
import { Missing } from "../missing";
import type { DiskHealth } from "../types";
import { Program } from "./program";
import { type DiskState, parseSmart, unknownState } from "./smart";
import { listNames, readWord } from "./sysfs";

export const blankDiskHealth = { disks: [] };

/** Why there is nothing to say of disks where there is none. */
export const noDisk = "no disk that could tell";

// So many disks are asked at a time: each takes some tenths of a second.
const mostAtOnce = 4;

/** A disk with its name and model. */
export interface Disk {
	name: string;
	model: string | null;
}

/** Makes the reading; where nothing of any is known, that counts for all of it. */
export function encodeDiskHealth(time: number, disks: (Disk & DiskState)[]): DiskHealth {
	const missing = new Missing();
	const encoded = disks.map(({ name, model, healthy, celsius }, index) => {
		const path = `disks.${index}`;
		if (model === null) missing.add(`${path}.model`, "not told by this system");
		return {
			name,
			model,
			healthy: missing.value(`${path}.healthy`, healthy),
			celsius: missing.value(`${path}.celsius`, celsius),
		};
	});
	if (encoded.some(({ healthy, celsius }) => healthy !== null || celsius !== null))
		return { time, disks: encoded, ...missing.entries() };
	const why = new Set(disks.map(({ healthy }) => healthy));
	return { time, disks: encoded, missing: { "": [...why].join("; ") || noDisk } };
}

/** Finds the disks that are things: not parts of them, nor what the kernel or a hypervisor makes up. */
export async function findDisks(sys: string): Promise<Disk[]> {
	const disks: Disk[] = [];
	for (const name of await listNames(`${sys}/block`)) {
		if (!/^(sd[a-z]+|hd[a-z]+|nvme\d+n\d+)$/.test(name)) continue;
		if (Number(await readWord(`${sys}/block/${name}/size`)) > 0)
			disks.push({ name, model: await readWord(`${sys}/block/${name}/device/model`) });
	}
	return disks;
}

/**
 * Collects the health of the disks of the host whose `/sys` is at `sys`, through `smartctl` without a shell.
 * systeminformation runs it too, but wakes up each disk that rests and loses all answers when one is not whole.
 */
export function createDiskHealthCollector(
	sys: string,
	smartctl = new Program("smartctl"),
): Collector<"diskHealth"> {
	const ask = async ({ name }: Disk, nowMs: number): Promise<DiskState> => {
		try {
			const args = ["--nocheck=standby", "--health", "--attributes", "--json", `/dev/${name}`];
			return parseSmart((await smartctl.run(args, nowMs)).text);
		} catch (error) {
			return unknownState(error instanceof Error ? error.message : String(error));
		}
	};
	return {
		metric: "diskHealth",
		blank: blankDiskHealth,
		async collect(at) {
			const disks = await findDisks(sys);
			const states = new Map<Disk, DiskState>();
			const queue = [...disks];
			const work = async () => {
				for (let disk = queue.shift(); disk; disk = queue.shift())
					states.set(disk, await ask(disk, at.monotonicMs));
			};
			await Promise.all(Array.from({ length: mostAtOnce }, work));
			return encodeDiskHealth(
				at.time,
				disks.map((disk) => ({ ...disk, ...(states.get(disk) as DiskState) })),
			);
		},
	};
}
