import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Watch } from "./watch";

let told: string[][];
let watch: Watch;

beforeEach(() => {
	vi.useFakeTimers();
	told = [];
	watch = new Watch((names) => told.push(names));
});
afterEach(() => {
	watch.close();
	vi.useRealTimers();
});

it("does not let go while another still looks, nor for ten seconds after the last", () => {
	const one = watch.hold(["process", "container"]);
	const other = watch.hold(["process"]);
	one();
	one();
	vi.advanceTimersByTime(10_001);
	expect(told).toEqual([["container", "process"], ["process"]]);
	other();
	vi.advanceTimersByTime(9_000);
	expect(told).toHaveLength(2);
	vi.advanceTimersByTime(1_001);
	expect(told.at(-1)).toEqual([]);
});

it("says nothing when one leaves and the next comes within ten seconds", () => {
	watch.hold(["process"])();
	vi.advanceTimersByTime(5_000);
	watch.hold(["process"]);
	vi.advanceTimersByTime(60_000);
	expect(told).toEqual([["process"]]);
});

it("counts a single look for ten seconds, and each further one anew", () => {
	watch.touch(["process"]);
	vi.advanceTimersByTime(8_000);
	watch.touch(["process"]);
	vi.advanceTimersByTime(8_000);
	expect(told).toEqual([["process"]]);
	vi.advanceTimersByTime(3_000);
	expect(told).toEqual([["process"], []]);
});
