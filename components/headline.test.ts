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
const read = (events: Partial<StateEvents>) =>
	readHeadline(
		new LiveStore({
			id: "e-1",
			host: "h",
			version: "1",
			time: 1,
			intervalMs: 1_000,
			pace: paceOf(linuxSchedule, 1_000, { watched: true }),
			events: { ...well, ...events },
			window: { from: 0, stepMs: 1_000, series: {} },
		}),
	);

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
