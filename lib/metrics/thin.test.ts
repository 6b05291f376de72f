import { expect, it } from "vitest";
import { thinReadings } from "./thin";
import type { Cpu, Disk, Memory } from "./types";

const shares = (utilization: number | null) =>
	({
		utilization,
		user: utilization,
		nice: 0,
		system: 0,
		iowait: 0,
		irq: 0,
		softirq: 0,
		steal: 0,
	}) as const;
const device = (name: string, readBytesPerSecond: number | null) => ({
	name,
	readBytesPerSecond,
	writtenBytesPerSecond: 0,
	readsPerSecond: 0,
	writesPerSecond: 0,
	utilization: 0,
	awaitMs: null,
	queueLength: null,
});

it("averages shares, in total and per core, over the readings that know them", () => {
	const readings: Cpu[] = [
		{ time: 1, ...shares(0.2), cores: [shares(0.1), shares(0.3)] },
		{
			time: 2,
			...shares(null),
			cores: [shares(null)],
			missing: { utilization: "the counters were set back" },
		},
		{ time: 3, ...shares(0.6), cores: [shares(0.5), shares(0.7)] },
	];
	const thinned = thinReadings("cpu", readings);
	expect(thinned).toMatchObject({ time: 3, utilization: 0.4, cores: [{ user: 0.3 }, { user: 0.5 }] });
	expect(thinned).not.toHaveProperty("missing");
});

it("averages rates by the name of the device; which there are, the last reading says", () => {
	const readings: Disk[] = [
		{ time: 1, devices: [device("gone", 9), device("sda", 100)] },
		{ time: 2, devices: [device("new", 5), device("sda", 300)] },
	];
	const { devices } = thinReadings("disk", readings);
	expect(devices.map(({ name, readBytesPerSecond }) => [name, readBytesPerSecond])).toEqual([
		["new", 5],
		["sda", 200],
	]);
});

it("has no value where none was known, with the reason", () => {
	const missing = { "devices.0.readBytesPerSecond": "the first reading", devices: "some are hidden" };
	const readings: Disk[] = [1, 2].map((time) => ({ time, devices: [device("sda", null)], missing }));
	expect(thinReadings("disk", readings)).toEqual(readings[1]);
});

it("has a value, and no reason, where only the last reading lacked it", () => {
	const missing = { "devices.0.readBytesPerSecond": "not answering" };
	const readings: Disk[] = [
		{ time: 1, devices: [device("sda", 7)] },
		{ time: 2, devices: [device("sda", null)], missing },
	];
	expect(thinReadings("disk", readings)).toEqual({ time: 2, devices: [device("sda", 7)] });
});

it("takes the last of what tells a state", () => {
	const memory = (time: number): Memory => ({
		time,
		totalBytes: 8,
		usedBytes: time,
		availableBytes: 8 - time,
		cachedBytes: 0,
		buffersBytes: 0,
		dirtyBytes: 0,
		swapTotalBytes: 0,
		swapUsedBytes: 0,
	});
	expect(thinReadings("memory", [memory(1), memory(5)])).toEqual(memory(5));
});
