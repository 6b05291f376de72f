import { describe, expect, it } from "vitest";
import { busiestOf, mergeBusiest, whyNoProcesses } from "./busiest";
import type { ProcessMinute, ProcessUse } from "./types";

const use = (pid: number, name: string, rest: Partial<ProcessUse> = {}): ProcessUse => ({
	pid,
	name,
	user: "root",
	container: null,
	utilization: 0,
	residentBytes: 0,
	readBytesPerSecond: null,
	writtenBytesPerSecond: null,
	...rest,
});
const minute = (number: number, ...processes: ProcessUse[]): ProcessMinute => ({
	time: number * 60_000,
	processes,
});
const by = { sort: "utilization", limit: 10 } as const;

describe("busiestOf", () => {
	it("takes a number that the kernel gave again for another process", () => {
		const minutes = [
			minute(1, use(7, "cc", { utilization: 1 })),
			minute(2, use(7, "sh", { utilization: 0.1 })),
		];
		expect(busiestOf(minutes, by).map(({ name }) => name)).toEqual(["cc", "sh"]);
	});

	it("tells each process once, with all that it used in its greatest minute and not in another", () => {
		const minutes = [
			minute(1, use(7, "cc", { utilization: 0.4, residentBytes: 900 })),
			minute(2, use(7, "cc", { utilization: 1.5, residentBytes: 10 })),
			minute(3, use(7, "cc", { utilization: 0.2, residentBytes: 20 }), use(8, "ld", { utilization: 0.9 })),
		];
		expect(busiestOf(minutes, by)).toEqual([
			{ time: 120_000, ...use(7, "cc", { utilization: 1.5, residentBytes: 10 }) },
			{ time: 180_000, ...use(8, "ld", { utilization: 0.9 }) },
		]);
		expect(busiestOf(minutes, { sort: "residentBytes", limit: 1 })).toEqual([
			{ time: 60_000, ...use(7, "cc", { utilization: 0.4, residentBytes: 900 }) },
		]);
	});

	it("puts what is not known after what is, and adds what was read to what was written", () => {
		const minutes = [
			minute(
				1,
				use(1, "unknown", { utilization: null }),
				use(2, "idle", { readBytesPerSecond: 0 }),
				use(3, "writes", { readBytesPerSecond: 5, writtenBytesPerSecond: 6 }),
				use(4, "reads", { readBytesPerSecond: 10 }),
			),
		];
		expect(busiestOf(minutes, { sort: "io", limit: 3 }).map(({ name }) => name)).toEqual([
			"writes",
			"reads",
			"idle",
		]);
		expect(busiestOf(minutes, by).at(-1)?.name).toBe("unknown");
	});

	it("finds of days one by one what it finds of all at once", () => {
		const random = (seed: number) => ((seed * 48_271) % 2_147_483_647) / 2_147_483_647;
		const minutes = Array.from({ length: 300 }, (_, index) =>
			minute(
				index,
				...[1, 2, 3].map((n) => use((index * n * 7) % 40, "p", { utilization: random(index * 3 + n) })),
			),
		);
		const few = { ...by, limit: 5 };
		const days = [minutes.slice(0, 100), minutes.slice(100, 201), minutes.slice(200)];
		expect(
			mergeBusiest(
				days.map((day) => busiestOf(day, few)),
				few,
			),
		).toEqual(busiestOf(minutes, few));
	});
});

describe("whyNoProcesses", () => {
	const range = { from: 1_000_000, to: 1_060_000 };

	it("says that the server was off, that the minute has not ended, or that none are kept", () => {
		const off = { kind: "off", time: 900_000, until: 1_060_000, detail: { clean: false } } as const;
		expect(whyNoProcesses(range, [off], 9_000_000)).toMatch(/off|not running/i);
		expect(whyNoProcesses(range, [{ ...off, until: 1_059_999 }], 9_000_000)).toBe(
			"no processes are kept of this range",
		);
		expect(whyNoProcesses(range, [], 1_061_000)).toBe("they were not looked at yet");
	});
});
