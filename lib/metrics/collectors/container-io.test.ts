import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeviceBytes } from "./cgroup-io-files";
import { grownBytes, isOfItsOwn } from "./container-io";

const devices = (entries: Record<string, [number, number]>): DeviceBytes => new Map(Object.entries(entries));
const all = () => true;

describe("what a group read and wrote", () => {
	it("is not known when a device's counters began anew", () => {
		const before = devices({ "8:0": [100, 100], "8:16": [5, 5] });
		expect(grownBytes(devices({ "8:0": [200, 99], "8:16": [5, 5] }), before, all)).toBe("counter went back");
	});

	it("is the sum of all devices: also of one used for the first time, and without one that was taken away", () => {
		const before = devices({ "8:0": [100, 100], "8:16": [5_000, 5_000] });
		expect(grownBytes(devices({ "8:0": [150, 100], "8:32": [7, 8] }), before, all)).toEqual([57, 8]);
	});

	it("is not counted twice where a device is stacked on another", () => {
		const now = devices({ "8:0": [100, 50], "253:0": [100, 50] });
		expect(grownBytes(now, new Map(), (device) => device === "8:0")).toEqual([100, 50]);
	});
});

describe("whether a device's traffic is its own", () => {
	let directory: string;

	beforeEach(() => {
		directory = mkdtempSync(join(tmpdir(), "devices-"));
		const device = (number: string, name: string, ...slaves: string[]) => {
			mkdirSync(join(directory, "devices", name, "slaves"), { recursive: true });
			for (const slave of slaves) mkdirSync(join(directory, "devices", name, "slaves", slave));
			symlinkSync(`devices/${name}`, join(directory, number));
		};
		device("8:0", "sda");
		device("253:0", "dm-0", "sda");
		device("7:3", "loop3");
		device("252:0", "zram0");
	});

	afterEach(() => rmSync(directory, { recursive: true }));

	it.each([
		["8:0", true],
		["253:0", false],
		["7:3", false],
		["252:0", false],
		["9:9", true],
	])("%s: %s", (number, expected) => {
		expect(isOfItsOwn(directory, number)).toBe(expected);
	});
});
