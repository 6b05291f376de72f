import { expect, it } from "vitest";
import { thinReadings } from "./thin";
import type { ContainerList, Cpu, Disk, Kernel, Memory, Pressure } from "./types";

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

const kernel = (
	time: number,
	rate: number | null,
	state: number | null,
	more: Partial<Kernel> = {},
): Kernel => ({
	time,
	contextSwitchesPerSecond: rate,
	forksPerSecond: rate,
	oomKills: state,
	openFiles: state,
	openFilesLimit: 900,
	tcp: {
		established: state,
		sentSegmentsPerSecond: rate,
		retransmittedSegmentsPerSecond: rate,
		retransmitUtilization: rate === null ? null : rate / 100,
	},
	...more,
});

it("does not average what was counted since the start, or is open at the moment", () => {
	const missing = { "tcp.retransmitUtilization": "no segment was sent", forksPerSecond: "counter went back" };
	const readings = [kernel(1, 10, 2), kernel(2, 20, 2), kernel(3, null, 3, { missing })];
	expect(thinReadings("kernel", readings)).toEqual(kernel(3, 15, 3));
});

it("gives the reason for everything only to what is still not known", () => {
	const failed = kernel(2, null, null, { openFilesLimit: null, missing: { "": "cannot be read" } });
	const thinned = thinReadings("kernel", [kernel(1, 10, 2), failed]);
	expect(thinned).toMatchObject({ contextSwitchesPerSecond: 10, oomKills: null, tcp: { established: null } });
	expect(thinned.missing).toEqual({
		oomKills: "cannot be read",
		openFiles: "cannot be read",
		openFilesLimit: "cannot be read",
		"tcp.established": "cannot be read",
	});
	expect(thinReadings("kernel", [failed, failed])).toEqual(failed);
});

it("keeps scope, tier and limit, and averages the share of a limit's periods", () => {
	const limited = (time: number, share: number, cores: number): Cpu => ({
		time,
		scope: "container",
		tier: "warm",
		...shares(share),
		cores: [],
		limit: { cores, hostCores: 8, throttledUtilization: share },
	});
	const { cores: _, ...host } = limited(1, 0.2, 2);
	expect(thinReadings("cpu", [{ ...host, cores: [] }, limited(2, 0.4, 0.5)])).toEqual({
		...limited(2, 0.4, 0.5),
		...shares(0.3),
		limit: { cores: 0.5, hostCores: 8, throttledUtilization: 0.3 },
	});
	const unlimited: Cpu = { time: 1, ...shares(0.2), cores: [] };
	expect(thinReadings("cpu", [unlimited, limited(2, 0.4, 0.5)]).limit).toEqual(limited(2, 0.4, 0.5).limit);
});

it("averages what containers used of their limits, and keeps what they are", () => {
	const list = (time: number, names: string[], share: number): ContainerList => ({
		time,
		tier: "warm",
		total: names.length,
		containers: names.map((name) => ({
			name,
			cgroup: `/docker/${name}`,
			kind: "docker",
			image: null,
			utilization: share,
			limitCores: 2,
			usedBytes: time,
			limitBytes: null,
			throttledUtilization: null,
			oomKills: time,
			readBytesPerSecond: share * 100,
			writtenBytesPerSecond: 0,
			tasks: time,
		})),
		missing: { "containers.0.limitBytes": "there is no limit" },
	});
	const thinned = thinReadings("container", [list(1, ["gone", "web"], 0.2), list(2, ["web"], 0.4)]);
	expect(thinned).toMatchObject({
		tier: "warm",
		missing: { "containers.0.limitBytes": "there is no limit" },
	});
	expect(thinned.containers).toEqual([
		{ ...list(2, ["web"], 0.4).containers[0], utilization: 0.3, readBytesPerSecond: 30 },
	]);
});

it("takes the last of pressure, which the kernel has averaged itself", () => {
	const stall = (avg10: number) => ({ avg10, avg60: 0, avg300: 0 });
	const pressure = (time: number, avg10: number): Pressure => ({
		time,
		cpu: { some: stall(avg10) },
		memory: { some: stall(avg10), full: stall(0) },
		io: { some: stall(avg10), full: stall(0) },
	});
	expect(thinReadings("pressure", [pressure(1, 0.5), pressure(2, 0.1)])).toEqual(pressure(2, 0.1));
});
