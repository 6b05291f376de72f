import { setTimeout } from "node:timers/promises";
import type { Family } from "./family";
import { canLook, type Process, pause, signal } from "./processes";

/** What it took to end a family: who had to be ended by force, and who lives on all the same. */
export interface Toll {
	forced: number;
	left: number;
}

const pollMs = 20;
const longestPollMs = 100;

const keyOf = ({ pid, startTime }: Process) => `${pid} ${startTime}`;

/** Ends all of it, also who comes meanwhile: by SIGTERM, and after the grace by SIGKILL; gives up on who does not end by that. */
export async function endFamily(
	family: Pick<Family, "find" | "force">,
	graceMs: number,
	forceMs = 5_000,
): Promise<Toll> {
	const asked = new Set<string>();
	const forced = new Set<string>();
	const begun = performance.now();
	for (;;) {
		const passed = performance.now() - begun;
		const members = family.find();
		if (members.length === 0) return { forced: forced.size, left: 0 };
		if (passed > graceMs + forceMs) return { forced: forced.size, left: members.length };
		if (passed >= graceMs) {
			family.force(members);
			for (const one of members) forced.add(keyOf(one));
		} else {
			for (const one of members) {
				if (!asked.has(keyOf(one))) ask(one);
				asked.add(keyOf(one));
			}
		}
		await setTimeout(Math.min(longestPollMs, pollMs + passed / 10));
	}
}

/** Ends all of it by SIGKILL, now, and returns when they are gone, or cannot be ended. */
export function endFamilyNow(family: Family, limitMs = 1_000): void {
	const begun = performance.now();
	while (performance.now() - begun < limitMs) {
		const members = family.find();
		if (members.length === 0) return;
		family.force(members);
		pause(5);
	}
}

function ask({ pid, group }: Process): void {
	const target = canLook ? pid : -group;
	signal(target, "SIGTERM");
	// One that was stopped would hear of it only when it goes on.
	signal(target, "SIGCONT");
}
