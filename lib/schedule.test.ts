import { describe, expect, it } from "vitest";
import { linuxSchedule, paceOf, portableSchedule } from "./schedule";

const pace = (intervalMs: number, watched: boolean, schedule = linuxSchedule) =>
	paceOf(schedule, intervalMs, { watched });

describe("paceOf", () => {
	it("reads what is dear as seldom at 250 ms as at a second, and never less often than each tick", () => {
		expect(pace(1_000, true).process).toBe(2);
		expect(pace(250, true).process).toBe(8);
		expect(pace(60_000, true).process).toBe(1);
		expect(pace(250, false).filesystem).toBe(40);
	});

	it("reads what is hot at each tick, whatever the interval", () => {
		for (const intervalMs of [250, 1_000, 60_000]) expect(pace(intervalMs, false).cpu).toBe(1);
	});

	it("is faster for what is watched only where that was said", () => {
		expect(pace(1_000, false).container).toBe(15);
		expect(pace(1_000, true).container).toBe(5);
		expect(pace(1_000, true).filesystem).toBe(pace(1_000, false).filesystem);
	});

	it("looks at the processes for the history though nobody watches them, but seldom", () => {
		expect(pace(1_000, false).process).toBe(10);
		expect(pace(1_000, false, portableSchedule).process).toBe(60);
	});

	it("starts no program each second on other systems", () => {
		const { memory, disk, network, process } = pace(1_000, true, portableSchedule);
		expect(Math.min(memory, disk, network, process)).toBeGreaterThanOrEqual(5);
	});
});
