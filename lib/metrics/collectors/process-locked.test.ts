import { expect, it } from "vitest";
import { FakeProc } from "./fake-proc";
import { LockedFiles } from "./process-locked";
import type { SeenProcess } from "./process-walk";

it("measures memory that takes long to be measured seldom, but tells none that is older than five minutes", async () => {
	const proc = new FakeProc();
	let now = 0;
	let perLook = 90;
	const locked = new LockedFiles(proc.root, () => {
		now += perLook;
		return now;
	});
	const seen = { key: {}, pid: 7 } as SeenProcess;
	const measureAt = async (ms: number, pssKib: number) => {
		now = ms;
		proc.set(7, { pssKib });
		await locked.measureMemory([seen]);
		return locked.proportionalBytes(seen);
	};
	expect(await measureAt(0, 1)).toBe(1_024);
	perLook = 0;
	expect(await measureAt(120_000, 2)).toBe(1_024);
	expect(await measureAt(301_000, 3)).toBe(3_072);
	proc.close();
});
