import { describe, expect, it } from "vitest";
import { holdReadings } from "./hold";
import type { MetricEvents } from "./metrics/types";
import { linuxSchedule, paceOf, portableSchedule } from "./schedule";

const load = { one: 1, five: 1, fifteen: 1, cores: 1, runnable: null, blocked: null };
const facts = {
	environment: null,
	name: "h",
	os: null,
	kernel: null,
	architecture: null,
	cpuModel: null,
	cores: 1,
};
const latest: Partial<MetricEvents> = {
	load: { time: 10_003, ...load },
	disk: { time: 10_003, devices: [] },
	filesystem: { time: 10_003, mounts: [] },
	system: { time: 10_003, ...facts, bootTime: null, virtualization: null },
};
const paceAt = (intervalMs: number, schedule = linuxSchedule) =>
	paceOf(schedule, intervalMs, { watched: false });
const held = (time: number, schedule = linuxSchedule, intervalMs = 1_000) =>
	Object.keys(holdReadings(latest, paceAt(intervalMs, schedule), time, intervalMs));

describe("holdReadings", () => {
	it("holds no reading longer than its pace", () => {
		expect(held(20_000)).toEqual(["filesystem"]);
		expect(held(21_000)).toEqual([]);
		expect(held(15_000, portableSchedule)).toEqual(["disk", "filesystem"]);
		expect(held(16_000, portableSchedule)).toEqual(["filesystem"]);
	});

	it("holds it as long whatever the interval of the sampler", () => {
		expect(held(20_000, linuxSchedule, 250)).toEqual(["filesystem"]);
		expect(held(20_250, linuxSchedule, 250)).toEqual([]);
	});

	it("invents nothing for a metric that is read at each tick, nor for facts", () => {
		expect(held(11_000)).not.toContain("load");
		expect(held(11_000)).not.toContain("system");
	});

	it("holds nothing from before the clock was set back", () => {
		expect(held(9_000)).toEqual([]);
	});

	it("gives the reading as it was made, with its own time", () => {
		expect(holdReadings(latest, paceAt(1_000), 12_000, 1_000).filesystem).toBe(latest.filesystem);
	});
});
