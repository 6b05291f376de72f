import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Snapshot } from "./metrics/types";
import { createSelf } from "./self";

let self: ReturnType<typeof createSelf>;
const snapshot = (cost?: Snapshot["cost"]): Snapshot => ({
	...{ time: 7_000, latenessMs: 2, tookMs: 0.4, events: {} },
	...(cost && { cost }),
});

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["performance"] });
	self = createSelf();
});
afterEach(() => {
	self.close();
	vi.useRealTimers();
});

it("does not call the share of the processor 0 before it can be known", () => {
	const { self: first } = self.join(snapshot({ cpuUtilization: 0.01, residentBytes: 10 }), {
		viewers: 0,
		sentBytes: 0,
	}).events;
	expect(first).toMatchObject({ cpuUtilization: null, missing: { cpuUtilization: "first reading" } });
	expect(self.read().cpuUtilization).toBeNull();
});

it("adds both processes, and tells the bytes of the time between", () => {
	vi.advanceTimersByTime(5_000);
	const cost = { cpuUtilization: 0.25, residentBytes: 1_000 };
	const read = (sentBytes: number) => self.join(snapshot(cost), { viewers: 3, sentBytes }).events.self;
	expect(read(10_000)).toMatchObject({
		...{ time: 7_000, tier: "warm", viewers: 3, latenessMs: 2, sentBytesPerSecond: 2_000 },
		sampler: { cpuUtilization: 0.25, residentBytes: 1_000, tookMs: 0.4 },
	});
	vi.advanceTimersByTime(10_000);
	const later = read(10_500);
	expect(later?.sentBytesPerSecond).toBe(50);
	expect(later?.cpuUtilization).toBeGreaterThanOrEqual(0.25);
	expect(later?.residentBytes).toBeGreaterThan(1_000);
});

it("leaves a snapshot as it is to which the sampler added nothing", () => {
	const bare = snapshot();
	expect(self.join(bare, { viewers: 1, sentBytes: 1 })).toBe(bare);
});
