import { expect, it } from "vitest";
import { LiveStore } from "@/lib/live/store";
import type { StateEvents } from "@/lib/metrics/types";
import { linuxSchedule, paceOf } from "@/lib/schedule";
import { readHeadline } from "./headline";

const shares = { user: 0, nice: 0, system: 0, iowait: 0, irq: 0, softirq: 0, steal: 0 };
const well: Partial<StateEvents> = {
	cpu: { time: 1, utilization: 0, ...shares, cores: [] },
	memory: {
		time: 1,
		totalBytes: 100,
		usedBytes: 50,
		availableBytes: 50,
		cachedBytes: 0,
		buffersBytes: 0,
		dirtyBytes: 0,
		swapTotalBytes: 0,
		swapUsedBytes: 0,
	},
	load: { time: 1, one: 1, five: 1, fifteen: 1, cores: 2, runnable: 1, blocked: 0 },
	filesystem: {
		time: 1,
		mounts: [
			{ mount: "/", type: "ext4", totalBytes: 100, usedBytes: 50, availableBytes: 45, inodeUtilization: 0 },
		],
	},
};
const storeOf = (events: Partial<StateEvents>, series: Record<string, number[]> = {}) =>
	new LiveStore({
		id: "e-1",
		host: "h",
		version: "1",
		time: 1,
		intervalMs: 1_000,
		pace: paceOf(linuxSchedule, 1_000, { watched: true }),
		facts: [],
		events: { ...well, ...events },
		window: { from: 0, stepMs: 1_000, series },
	});
const read = (events: Partial<StateEvents>, series?: Record<string, number[]>) =>
	readHeadline(storeOf(events, series));

const stall = (avg60: number | null) => ({ avg10: 0, avg60, avg300: 0 });
const pressure = (share: { cpu?: number; memory?: number; io?: number }): StateEvents["pressure"] => ({
	time: 1,
	cpu: { some: stall(share.cpu ?? 0) },
	memory: { some: stall(share.memory ?? 0), full: stall(0) },
	io: { some: stall(share.io ?? 0), full: stall(0) },
});
const kernel: StateEvents["kernel"] = {
	time: 1,
	contextSwitchesPerSecond: 1,
	forksPerSecond: 1,
	oomKills: 0,
	openFiles: 10,
	openFilesLimit: 100,
	tcp: {
		established: 1,
		sentSegmentsPerSecond: 100,
		retransmittedSegmentsPerSecond: 0,
		retransmitUtilization: 0,
	},
};

it("does not say that all is well before it knows", () => {
	expect(read({ memory: undefined })).toEqual({ level: "unknown", text: "Waiting for the first readings" });
});

it("does not say that all is well while no readings come", () => {
	const host = {
		time: 1,
		host: "h",
		status: "stale" as const,
		since: 1,
		reason: "the sampler does not answer",
	};
	expect(read({ host })).toEqual({ level: "unknown", text: "No readings: the sampler does not answer" });
});

it("does not say that all is well when something could not be read", () => {
	const nothing = { time: 1, mounts: [], missing: { "": "cannot read /proc/self/mounts" } };
	expect(read({ filesystem: nothing })).toEqual({ level: "unknown", text: "Not known: File systems" });
	expect(read({ cpu: undefined })).toEqual({ level: "unknown", text: "Not known: CPU" });
});

it("does not say that all is well when a control group tells neither its time nor its memory", () => {
	const cpu = { ...well.cpu, utilization: null, missing: { utilization: "no group here counts it" } };
	const memory = { ...well.memory, usedBytes: null, missing: { usedBytes: "could not be read" } };
	expect(read({ cpu, memory } as Partial<StateEvents>)).toEqual({
		level: "unknown",
		text: "Not known: CPU, Memory",
	});
});

it("does not say that all is well when a reading is late", () => {
	expect(read({ load: { ...(well.load as StateEvents["load"]), time: -9_000 } }).text).toBe(
		"Not known: Load",
	);
});

it("says all that is wrong", () => {
	const mount = {
		mount: "/var",
		type: "ext4",
		totalBytes: 100,
		usedBytes: 90,
		availableBytes: 5,
		inodeUtilization: 0,
	};
	const events = {
		filesystem: { time: 1, mounts: [mount] },
		memory: { ...(well.memory as StateEvents["memory"]), usedBytes: 95 },
		load: { ...(well.load as StateEvents["load"]), five: 9 },
	};
	expect(read(events)).toEqual({
		level: "warning",
		text: "Disk /var is 94.7 % full · Memory is 95.0 % used · Load 9.0 on 2 cores",
	});
});

it("says that all is well when it is, also where a value is not known", () => {
	expect(read({})).toEqual({ level: "well", text: "All well" });
	const unknownMount = {
		mount: "/net",
		type: "nfs",
		totalBytes: null,
		usedBytes: null,
		availableBytes: null,
		inodeUtilization: null,
	};
	expect(read({ filesystem: { time: 1, mounts: [unknownMount] } }).level).toBe("well");
});

it("does not call a host unknown for want of what it need not have", () => {
	const missing = { "": "the kernel was built without it" };
	const unread = { ...pressure({}), missing, cpu: { some: stall(null) } };
	expect(read({ pressure: unread, temperature: { time: 1, sensors: [], fans: [], missing } })).toEqual({
		level: "well",
		text: "All well",
	});
});

it("does not come and go with what wavers about its bound", () => {
	const reading = pressure({ memory: 0.149 });
	const store = storeOf({ pressure: reading });
	const at = (share: number) => {
		reading.memory.some.avg60 = share;
		return readHeadline(store).text;
	};
	expect(at(0.149)).toBe("All well");
	expect(at(0.151)).toBe("Work waits for memory 15.1 % of the time");
	expect(at(0.149)).toBe("Work waits for memory 14.9 % of the time");
	expect(at(0.099)).toBe("All well");
	expect(at(0.149)).toBe("All well");
});

it("does not warn of what was read long ago", () => {
	expect(read({ pressure: { ...pressure({ memory: 0.9 }), time: -60_000 } }).level).toBe("well");
});

it("says the worst first, and counts what would be too much for a sentence", () => {
	const events: Partial<StateEvents> = {
		load: { ...(well.load as StateEvents["load"]), five: 9 },
		pressure: pressure({ cpu: 0.95, io: 0.6 }),
		kernel: { ...kernel, openFiles: 95 },
		diskHealth: { time: 1, disks: [{ name: "sda", model: null, healthy: 0, celsius: null }] },
	};
	expect(read(events).text).toBe(
		"Disk sda says that it fails · 95.0 % of all open files are in use · Work waits for disks 60.0 % of the time · 2 more",
	);
});

it("warns of processes that were just killed, and not of those killed long ago", () => {
	const events = { kernel: { ...kernel, oomKills: 7 } };
	expect(read(events, { "kernel.oomKills": [7, 7, 7] }).text).toBe("All well");
	expect(read(events, { "kernel.oomKills": [6, 6, 7] }).text).toBe(
		"1 process was killed for want of memory in the last 5 min",
	);
	// Counted anew since the host was started again.
	expect(read(events, { "kernel.oomKills": [9, 0, 2] }).text).toBe(
		"2 processes were killed for want of memory in the last 5 min",
	);
});

it("judges segments that are sent again by the last minute, and only where enough are sent", () => {
	const series = (sent: number, again: number) => ({
		"kernel.tcp.sentSegmentsPerSecond": [sent, sent],
		"kernel.tcp.retransmittedSegmentsPerSecond": [0, again],
	});
	expect(read({ kernel }, series(100, 10)).text).toBe("5.0 % of TCP segments are sent again");
	expect(read({ kernel }, series(100, 2)).level).toBe("well");
	expect(read({ kernel }, series(4, 4)).level).toBe("well");
});

it("warns of a limit that holds the processor back, of heat and of a full container", () => {
	const cpu: StateEvents["cpu"] = {
		...(well.cpu as StateEvents["cpu"]),
		limit: { cores: 0.5, hostCores: 2, throttledUtilization: 0.5 },
	};
	expect(read({ cpu }, { "cpu.limit.throttledUtilization": [0.6, 0.4] }).text).toBe(
		"CPU is throttled 50.0 % of the time",
	);
	const sensors = [
		{ name: "a", celsius: 80, criticalCelsius: null },
		{ name: "b", celsius: 101, criticalCelsius: 100 },
	];
	expect(read({ temperature: { time: 1, sensors, fans: [] } }).text).toBe("b is at 101 °C");
	const containers = [
		{ name: "db", usedBytes: 96, limitBytes: 100 },
	] as StateEvents["container"]["containers"];
	expect(read({ container: { time: 1, total: 1, containers } }).text).toBe("db uses 96.0 % of its memory");
});

it("warns after all else that history is not kept though it should be, and of a file that was set aside", () => {
	const kept: StateEvents["history"] = {
		...{ time: 1, state: "kept", reason: null, file: "/x/hostbeat.db", bytes: 1, maxBytes: 2, series: 1 },
		tiers: [],
	};
	const stopped = { ...kept, state: "stopped", reason: "the disk is full" } as const;
	expect(read({ history: stopped, pressure: pressure({ io: 0.9 }) }).text).toBe(
		"Work waits for disks 90.0 % of the time · History is not being kept: the disk is full",
	);
	const memory = { ...kept, state: "memory" } as const;
	const inUse = { ...memory, reason: "another Hostbeat uses it" };
	expect(read({ history: inUse })).toEqual({
		level: "warning",
		text: "History is not being kept: another Hostbeat uses it",
	});
	// While it is opened, and where nobody wants it.
	expect(read({ history: memory }).level).toBe("well");
	expect(read({ history: { ...memory, file: null, reason: "HOSTBEAT_HISTORY=0" } }).level).toBe("well");
	const store = storeOf({ history: kept });
	store.put("fact", { kind: "setAside", time: 1, until: null, detail: { file: "/x/old.db" } });
	expect(readHeadline(store).text).toBe("The history before was damaged and is set aside");
});
