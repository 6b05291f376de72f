import { describe, expect, it } from "vitest";
import type { Instant } from "./collector";
import { Sampler, type SamplerClock } from "./sampler";
import type { Snapshot } from "./types";

/** Time that passes only when told to; the wall clock can be set, and timers can wake early or late. */
class FakeClock implements SamplerClock {
	wallMs: number;
	passedMs = 0;
	timer: { wake: () => void; dueMs: number } | null = null;
	waits: number[] = [];

	constructor(wallMs: number) {
		this.wallMs = wallMs;
	}
	now = () => this.wallMs;
	monotonicMs = () => this.passedMs;
	setTimer = (wake: () => void, delayMs: number) => {
		this.waits.push(delayMs);
		this.timer = { wake, dueMs: this.passedMs + delayMs };
	};
	clearTimer = () => {
		this.timer = null;
	};
	pass(ms: number) {
		this.wallMs += ms;
		this.passedMs += ms;
	}
	/** Lets the timer fire, so much later (or earlier) than asked. */
	fire(lateMs = 0) {
		const timer = this.timer;
		if (!timer) throw new Error("no timer is set");
		this.timer = null;
		this.pass(timer.dueMs + lateMs - this.passedMs);
		timer.wake();
	}
}

const setUp = (startMs: number, intervalMs = 1_000) => {
	const clock = new FakeClock(startMs);
	const snapshots: Snapshot[] = [];
	const read: Instant[] = [];
	const primed: Instant[] = [];
	let onRead = () => {};
	const sampler = new Sampler({
		intervalMs,
		clock,
		collection: {
			prime: (at) => primed.push(at),
			read: (at) => {
				read.push(at);
				onRead();
				return {};
			},
			close: () => {},
		},
		onSnapshot: (snapshot) => snapshots.push(snapshot),
	});
	return {
		clock,
		sampler,
		read,
		primed,
		times: () => snapshots.map(({ time }) => time),
		late: () => snapshots.map(({ latenessMs }) => latenessMs),
		whileReading: (action: () => void) => {
			onRead = action;
		},
	};
};

describe("Sampler, when the clock is set", () => {
	it("does not wait for an hour to come again after it was set back by one", () => {
		const { clock, sampler, times } = setUp(10_000_000);
		sampler.start();
		clock.fire();
		clock.wallMs -= 3_600_300;
		clock.fire();
		clock.fire();
		clock.fire();
		expect(times()).toEqual([10_001_000, 6_402_000, 6_403_000]);
		expect(Math.max(...clock.waits)).toBeLessThanOrEqual(1_000);
	});

	it("gives no step twice when it was set back by less than a step", () => {
		const { clock, sampler, times } = setUp(10_000_000);
		sampler.start();
		clock.fire();
		clock.wallMs -= 400;
		clock.fire();
		clock.fire();
		clock.fire();
		expect(times()).toEqual([10_001_000, 10_002_000, 10_003_000]);
	});

	it("gives no step twice when it was set back while the step was read", () => {
		const { clock, sampler, times, whileReading } = setUp(10_000_000);
		whileReading(() => {
			clock.wallMs -= 400;
			whileReading(() => {});
		});
		sampler.start();
		clock.fire();
		clock.fire();
		clock.fire();
		expect(times()).toEqual([10_001_000, 10_002_000, 10_003_000]);
	});

	it("waits for less than two steps more, however it was set back", () => {
		for (let backMs = 0; backMs < 5_000; backMs += 50) {
			const { clock, sampler, times } = setUp(10_000_000);
			sampler.start();
			clock.fire();
			const tickedMs = clock.passedMs;
			clock.wallMs -= backMs;
			while (times().length < 2) clock.fire();
			expect(clock.passedMs - tickedMs).toBeLessThanOrEqual(2_000);
		}
	});

	it("leaves the steps out that it was set forward over", () => {
		const { clock, sampler, times } = setUp(10_000_000);
		sampler.start();
		clock.fire();
		clock.wallMs += 3_600_000;
		clock.fire();
		clock.fire();
		expect(times()).toEqual([10_001_000, 13_602_000, 13_603_000]);
	});

	it("reads by the monotonic clock, which is not set", () => {
		const { clock, sampler, read } = setUp(10_000_000);
		sampler.start();
		clock.fire();
		clock.wallMs -= 3_600_000;
		clock.fire();
		clock.fire();
		expect(read.map(({ monotonicMs }) => monotonicMs)).toEqual([1_000, 3_000]);
	});
});

describe("Sampler, when it wakes at another time than it asked for", () => {
	it("waits on when it was woken a millisecond early", () => {
		const { clock, sampler, times, late } = setUp(10_000_000);
		sampler.start();
		clock.fire(-1);
		expect(times()).toEqual([]);
		expect(clock.waits.at(-1)).toBe(1);
		clock.fire();
		clock.fire(-1);
		clock.fire();
		expect(times()).toEqual([10_001_000, 10_002_000]);
		expect(late()).toEqual([0, 0]);
	});

	it("makes up for being late, so that steps never drift", () => {
		const { clock, sampler, times, late } = setUp(10_000_000);
		sampler.start();
		for (let tick = 0; tick < 1_000; tick++) clock.fire(3);
		expect(times().at(-1)).toBe(11_000_000);
		expect(new Set(late())).toEqual(new Set([3]));
	});

	it("leaves the steps out that it slept through, and takes the last of them late", () => {
		const { clock, sampler, times, late } = setUp(10_000_000);
		sampler.start();
		clock.fire();
		clock.fire(3_400);
		clock.fire();
		expect(times()).toEqual([10_001_000, 10_005_000, 10_006_000]);
		expect(late()).toEqual([0, 400, 0]);
	});

	it("goes on at the next full step when reading itself took longer than a step", () => {
		const { clock, sampler, times, whileReading } = setUp(10_000_000);
		whileReading(() => {
			clock.pass(2_500);
			whileReading(() => {});
		});
		sampler.start();
		clock.fire();
		clock.fire();
		clock.fire();
		expect(times()).toEqual([10_001_000, 10_003_000, 10_004_000]);
	});

	it("goes on after a reading that threw", () => {
		const { clock, sampler, times, whileReading } = setUp(10_000_000);
		whileReading(() => {
			throw new Error("broken");
		});
		sampler.start();
		expect(() => clock.fire()).toThrow("broken");
		whileReading(() => {});
		clock.fire();
		expect(times()).toEqual([10_002_000]);
	});
});

describe("Sampler", () => {
	it.each([
		[10_000_000, 10_001_000],
		[10_000_700, 10_001_000],
		[10_000_750, 10_001_000],
		[10_000_751, 10_002_000],
	])("started at %i, has 250 ms or more between its first reading and the first step, %i", (start, first) => {
		const { clock, sampler, times, primed } = setUp(start);
		sampler.start();
		expect(primed).toEqual([{ time: start, monotonicMs: 0 }]);
		clock.fire();
		expect(times()).toEqual([first]);
	});

	it.each([250, 500, 5_000])("steps at the multiples of %i ms", (intervalMs) => {
		const { clock, sampler, times } = setUp(10_000_001, intervalMs);
		sampler.start();
		for (let tick = 0; tick < 20; tick++) clock.fire(1);
		const steps = times();
		expect(steps.every((time, index) => time === (steps[0] as number) + index * intervalMs)).toBe(true);
		expect((steps[0] as number) % intervalMs).toBe(0);
	});

	it.each([0, -1_000, 100, 750, 1_500, Number.NaN])("refuses an interval of %d ms", (intervalMs) => {
		expect(() => setUp(0, intervalMs)).toThrow("intervalMs: expected 250, 500 or a multiple of 1000");
	});

	it("does nothing more once it is closed, even while it reads", () => {
		const { clock, sampler, whileReading } = setUp(10_000_000);
		whileReading(() => sampler.close());
		sampler.start();
		clock.fire();
		expect(clock.timer).toBeNull();
	});
});
