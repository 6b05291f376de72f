import { expect, it } from "vitest";
import { endFamily } from "./end-family";
import type { Process } from "./processes";

// Beyond the highest number that a process may have, so that no signal arrives anywhere.
const nobody = (pid: number): Process => ({
	pid: 2 ** 30 + pid,
	parent: 1,
	group: 1,
	session: 1,
	startTime: 1,
});

it("tells of those that not even SIGKILL ends", async () => {
	const family = { find: () => [nobody(1), nobody(2)], force: () => {} };
	expect(await endFamily(family, 0, 50)).toEqual({ forced: 2, left: 2 });
});

it("counts by force only those that were there after the grace", async () => {
	const begun = performance.now();
	const family = {
		find: () => (performance.now() - begun < 100 ? [nobody(1), nobody(2)] : isForced ? [] : [nobody(2)]),
		force: () => {
			isForced = true;
		},
	};
	let isForced = false;
	expect(await endFamily(family, 200)).toEqual({ forced: 1, left: 0 });
});
