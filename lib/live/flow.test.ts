import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Flow, type FlowVerdict } from "./flow";

const beatMs = 100;
let flow: Flow;
let verdicts: FlowVerdict[];
let serverTime: number;

beforeEach(() => {
	vi.useFakeTimers();
	flow = new Flow();
	verdicts = [];
	serverTime = 1_800_000_000_000;
});
afterEach(() => {
	vi.useRealTimers();
});

/** Time in which the browser is well. */
function pass(ms: number) {
	for (let rest = ms; rest > 0; rest -= beatMs) {
		vi.advanceTimersByTime(Math.min(rest, beatMs));
		flow.beat();
	}
}
/** Time in which the browser does nothing at all. */
const standStill = (ms: number) => vi.advanceTimersByTime(ms);
function hear(afterMs = 1_000) {
	serverTime += afterMs;
	const verdict = flow.hear(serverTime);
	if (verdict) verdicts.push(verdict);
}
function burst(events: number, stepMs = 1_000) {
	for (let count = 0; count < events; count++) {
		hear(stepMs);
		vi.advanceTimersByTime(5);
	}
}
function runEvenly(seconds: number) {
	for (let second = 0; second < seconds; second++) {
		pass(1_000);
		hear();
	}
}

describe("Flow", () => {
	it("blames what lets the stream through only each four seconds, at the third time", () => {
		for (let flush = 1; flush <= 3; flush++) {
			expect(verdicts).toEqual([]);
			pass(4_000);
			burst(4);
		}
		expect(verdicts[0]).toBe("heldBack");
	});

	it("blames what drips a burst out slowly, for the lateness still has the form of a saw", () => {
		for (let flush = 1; flush <= 3; flush++) {
			pass(3_000);
			for (let count = 0; count < 5; count++) {
				pass(300);
				hear();
			}
		}
		expect(verdicts[0]).toBe("heldBack");
	});

	it("blames at a finer pace too", () => {
		for (let flush = 1; flush <= 3; flush++) {
			pass(4_000);
			burst(16, 250);
		}
		expect(verdicts[0]).toBe("heldBack");
	});

	it("finds that a stream flows after a few even steps, also over a network that is a little uneven", () => {
		for (const ms of [900, 1_200, 800, 1_100]) {
			pass(ms);
			hear();
		}
		expect(verdicts).toEqual(["flowing"]);
	});

	it.each([
		["a network that stood still once", 1],
		["a network that stood still twice", 2],
	])("blames nothing for %s", (_, times) => {
		for (let time = 0; time < times; time++) {
			pass(6_000);
			burst(6);
		}
		runEvenly(10);
		expect(verdicts).not.toContain("heldBack");
	});

	it("blames nothing for a network that stands still now and then, with even steps between", () => {
		for (let time = 0; time < 5; time++) {
			runEvenly(4);
			pass(5_000);
			burst(5);
		}
		expect(verdicts).not.toContain("heldBack");
	});

	it("blames nothing for a busy main thread, a paused tab or a machine that sleeps, however often", () => {
		for (let time = 0; time < 6; time++) {
			standStill(4_000);
			// Events that waited in the browser come before or after its own late timer.
			if (time % 2 === 0) flow.beat();
			burst(4);
			flow.beat();
			burst(2);
			pass(500);
		}
		expect(verdicts).toEqual([]);
	});

	it("judges nothing in a hidden tab, whose timers come once a minute", () => {
		for (let minute = 0; minute < 5; minute++) {
			for (let second = 0; second < 60; second += 4) {
				standStill(4_000);
				burst(4);
			}
			flow.beat();
		}
		expect(verdicts).not.toContain("heldBack");
	});

	it("blames nothing for a server that froze and went on: it does not tell what it has missed", () => {
		for (let time = 0; time < 5; time++) {
			runEvenly(2);
			pass(8_000);
			hear(8_000);
		}
		expect(verdicts).not.toContain("heldBack");
	});

	it("blames nothing for a server whose clock is set, forwards or backwards", () => {
		for (const jump of [3_600_000, -3_600_000, 3_600_000, 3_600_000, 3_600_000]) {
			pass(1_000);
			hear(jump);
			pass(1_000);
			hear();
		}
		expect(verdicts).not.toContain("heldBack");
	});

	it("does not measure a new stream against the one before it", () => {
		for (let time = 0; time < 5; time++) {
			flow.restart();
			hear(60_000);
			pass(100);
			hear(1_000);
		}
		expect(verdicts).toEqual([]);
	});

	it("does not blame for steps that come in pairs: two seconds late is not held back", () => {
		for (let pair = 0; pair < 10; pair++) {
			pass(2_000);
			burst(2);
		}
		expect(verdicts).not.toContain("heldBack");
	});
});
