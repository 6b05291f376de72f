import { describe, expect, it } from "vitest";
import { SeriesWindow } from "./series-window";

const read = (window: SeriesWindow, times: number[]) => times.map((time) => window.get("cpu", time));

describe("SeriesWindow", () => {
	it("says of a step that was overwritten that it is not known, never what a later one was", () => {
		const window = new SeriesWindow(3, 1_000);
		for (const time of [1_000, 2_000, 3_000, 4_000]) window.set("cpu", time, time);
		expect(read(window, [1_000, 2_000, 4_000, 7_000])).toEqual([Number.NaN, 2_000, 4_000, Number.NaN]);
	});

	it("ignores what is older than itself", () => {
		const window = new SeriesWindow(3, 1_000);
		window.set("cpu", 9_000, 9);
		window.set("cpu", 6_000, 6);
		window.set("cpu", 7_000, 7);
		expect(read(window, [6_000, 7_000, 9_000])).toEqual([Number.NaN, 7, 9]);
		expect(window.newest).toBe(9_000);
	});

	it("puts a late reading into the step in which it was taken", () => {
		const window = new SeriesWindow(3, 1_000);
		window.set("cpu", 1_900, 1);
		window.set("cpu", 2_001, 2);
		expect(read(window, [1_000, 2_000])).toEqual([1, 2]);
	});

	it("clears the other series of a slot that is used anew", () => {
		const window = new SeriesWindow(2, 1_000);
		window.set("cpu", 1_000, 1);
		window.set("load", 3_000, 3);
		expect(read(window, [1_000, 3_000])).toEqual([Number.NaN, Number.NaN]);
	});

	it("forgets what lies after a clock that was set back", () => {
		const window = new SeriesWindow(10, 1_000);
		for (const time of [1_000, 2_000, 3_000]) window.set("cpu", time, time);
		window.truncate(2_000);
		expect(read(window, [1_000, 2_000, 3_000])).toEqual([1_000, Number.NaN, Number.NaN]);
		expect(window.newest).toBe(1_000);
	});

	it("drops the series of devices that are gone, so that they cannot fill the memory", () => {
		const window = new SeriesWindow(10, 1_000);
		window.set("disk.old", 1_000, 1);
		window.set("disk.new", 9_000, 1);
		window.forget(5_000);
		expect(window.metrics).toEqual(["disk.new"]);
	});

	it("forgets a device that went when the clock was set back, and not only once it is where it was", () => {
		const window = new SeriesWindow(3, 1_000);
		window.set("disk.sdb.utilization", 9_000_000, 1);
		window.truncate(5_000);
		window.set("disk.sda.utilization", 5_000, 1);
		window.forget(4_000);
		expect(window.metrics).toContain("disk.sdb.utilization");
		window.set("disk.sda.utilization", 9_000, 1);
		window.forget(6_000);
		expect(window.metrics).toEqual(["disk.sda.utilization"]);
	});
});
