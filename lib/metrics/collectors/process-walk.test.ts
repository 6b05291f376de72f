import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeProc } from "./fake-proc";
import { ProcessWalk } from "./process-walk";

let proc: FakeProc;
let nowMs: number;
let perLookMs: number;
let pauses: number;
let walk: ProcessWalk;
let meanwhile: () => void;

beforeEach(() => {
	proc = new FakeProc();
	nowMs = 0;
	perLookMs = 0;
	pauses = 0;
	meanwhile = () => {};
	walk = create();
});
afterEach(() => proc.close());

function create(procRoot = proc.root) {
	const clock = {
		now: () => 1_000 + nowMs,
		monotonicMs: () => {
			nowMs += perLookMs;
			return nowMs;
		},
		pause: async () => {
			pauses++;
			meanwhile();
		},
	};
	return new ProcessWalk({ procRoot, paceMs: 2_000, ticksPerSecond: 100, clock });
}

async function walkAfter(ms: number) {
	nowMs += ms;
	return walk.walk();
}
const shareOf = async (ms: number, pid = 7) =>
	(await walkAfter(ms)).processes.find((one) => one.pid === pid)?.utilization;

describe("the share that a process has of the processor", () => {
	it("is never that of its whole life", async () => {
		proc.set(7, { ticks: 360_000 });
		expect(await shareOf(0)).toBe("first reading");
		proc.set(7, { ticks: 360_100 });
		expect(await shareOf(2_000)).toBe(0.5);
	});

	it("is more than 1 where threads are busy on several cores", async () => {
		proc.set(7, { ticks: 0 });
		await walkAfter(0);
		proc.set(7, { ticks: 700 });
		expect(await shareOf(2_000)).toBe(3.5);
	});

	it("is not told over a time in which nobody looked", async () => {
		proc.set(7, { ticks: 0 });
		await walkAfter(0);
		proc.set(7, { ticks: 100 });
		expect(await shareOf(6_001)).toBe("too long since the last reading");
		proc.set(7, { ticks: 110 });
		expect(await shareOf(250)).toBe(0.4);
	});

	it("does not mix a process with the one that had its number before", async () => {
		proc.set(6, { start: 150 });
		proc.set(7, { ticks: 1_000, start: 100 });
		await walkAfter(0);
		proc.set(7, { ticks: 1_100, start: 200 });
		expect(await shareOf(11_000)).toBe("first reading");
		proc.set(7, { ticks: 100, start: 300 });
		expect(await shareOf(2_000)).toBe(0.5);
	});

	it("counts all that a new process has had, which began after the last look", async () => {
		proc.set(6, { start: 100 });
		await walkAfter(0);
		proc.set(7, { ticks: 40, start: 250 });
		expect(await shareOf(2_000)).toBe(0.2);
	});

	it("does not take an old process for a new one because it was not seen before", async () => {
		proc.set(6, { start: 1_000 });
		mkdirSync(join(proc.root, "8"));
		await walkAfter(0);
		proc.set(7, { ticks: 90_000, start: 500 });
		proc.set(8, { ticks: 90_000, start: 1_100 });
		expect(await shareOf(2_000, 7)).toBe("first reading");
		expect(await shareOf(0, 8)).toBe("no time passed since the last reading");
	});

	it("is not told where its counter went back", async () => {
		proc.set(7, { ticks: 100 });
		await walkAfter(0);
		proc.set(7, { ticks: 90 });
		expect(await shareOf(2_000)).toBe("counter went back");
	});
});

describe("a walk", () => {
	it("leaves out what ends while it goes on, and takes in nothing twice", async () => {
		for (let pid = 1; pid <= 100; pid++) proc.set(pid);
		perLookMs = 0.2;
		meanwhile = () => {
			meanwhile = () => {};
			for (let pid = 1; pid <= 100; pid++) if (pid !== 50) proc.end(pid);
		};
		const { processes } = await walkAfter(0);
		expect(pauses).toBeGreaterThan(0);
		expect(processes.length).toBeLessThan(100);
		expect(new Set(processes.map(({ pid }) => pid)).size).toBe(processes.length);
		expect((await walkAfter(2_000)).processes.map(({ pid }) => pid)).toEqual([50]);
	});

	it("lets others have their turn each few milliseconds, however many processes there are", async () => {
		for (let pid = 1; pid <= 400; pid++) proc.set(pid);
		perLookMs = 0.25;
		let turnedAt = 0;
		let longest = 0;
		meanwhile = () => {
			longest = Math.max(longest, nowMs - turnedAt);
			turnedAt = nowMs;
		};
		expect((await walkAfter(0)).processes).toHaveLength(400);
		expect(pauses).toBeGreaterThan(10);
		// 2 ms, and 16 processes before it looks at the clock again.
		expect(longest).toBeLessThanOrEqual(2 + 17 * 0.25 + 1);
	});

	it("follows a process that becomes another program", async () => {
		proc.set(7, { name: "sh" });
		const [before] = (await walkAfter(0)).processes;
		proc.set(7, { name: "a) b" });
		const [now] = (await walkAfter(2_000)).processes;
		expect([before?.name, now?.name, now?.key === before?.key]).toEqual(["sh", "a) b", true]);
	});

	it("says why it cannot see any", async () => {
		await expect(create("/nowhere/proc").walk()).rejects.toThrow("/nowhere/proc cannot be read (ENOENT)");
		mkdirSync(join(proc.root, "net"));
		await expect(create().walk()).rejects.toThrow(`no processes are seen in ${proc.root}`);
		rmSync(join(proc.root, "net"), { recursive: true });
	});
});
