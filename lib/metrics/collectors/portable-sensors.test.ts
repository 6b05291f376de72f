import { describe, expect, it, vi } from "vitest";
import { createPortableBatteryCollector, createPortableTemperatureCollector } from "./portable-sensors";
import { SlowSource } from "./slow-source";

const at = (seconds: number) => ({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });
const answering = (library: object) =>
	new SlowSource(async () => library as typeof import("systeminformation"));
const temperatureOf = (platform: NodeJS.Platform, answer: object) =>
	createPortableTemperatureCollector(answering({ cpuTemperature: async () => answer }), platform).collect(
		at(1),
	);
const batteryOf = (platform: NodeJS.Platform, answer: object) =>
	createPortableBatteryCollector(answering({ battery: async () => answer }), platform).collect(at(1));
const nothing = { main: null, cores: [], max: null, socket: [], chipset: null };

describe("a temperature on other systems", () => {
	it.each([
		["darwin", nothing, "macOS tells no temperatures to this program"],
		["darwin", { ...nothing, main: 0 }, "macOS tells no temperatures to this program"],
		["win32", { ...nothing, main: -1, cores: [], max: -1 }, "only to administrators"],
		["win32", { ...nothing, main: -273.2, cores: [-273.2] }, "only to administrators"],
		["freebsd", nothing, "coretemp or amdtemp"],
		["sunos", { main: Number.NaN }, "no sensor"],
		["openbsd", {}, "no sensor"],
	] as const)("is never 0 where there is no sensor: on %s, of %j", async (platform, answer, reason) => {
		const reading = await temperatureOf(platform, answer);
		expect(reading).toMatchObject({ sensors: [], fans: [] });
		expect(reading?.missing?.[""]).toContain(reason);
	});

	it("is told of an Apple's processor, its dies and its chip", async () => {
		const answer = { main: 45.21, max: 45.21, cores: [44.5, 45.9], socket: [], chipset: 41 };
		expect(await temperatureOf("darwin", answer)).toMatchObject({
			sensors: [
				{ name: "Processor", celsius: 45.2, criticalCelsius: null },
				{ name: "Core 0", celsius: 44.5 },
				{ name: "Core 1", celsius: 45.9 },
				{ name: "Chipset", celsius: 41 },
			],
			missing: { "sensors.0.criticalCelsius": "not told by this system" },
		});
	});

	it("is told of Windows' zones as such, without the mean of them", async () => {
		const reading = await temperatureOf("win32", { ...nothing, main: 40, cores: [27.8, 52.2] });
		expect(reading?.sensors.map(({ name, celsius }) => [name, celsius])).toEqual([
			["Zone 0", 27.8],
			["Zone 1", 52.2],
		]);
	});

	it("starts no program for ten minutes where there was none", async () => {
		const cpuTemperature = vi.fn(async () => nothing);
		const collector = createPortableTemperatureCollector(answering({ cpuTemperature }), "darwin");
		await collector.collect(at(0));
		expect(await collector.collect(at(599))).toMatchObject({
			time: 599_000,
			missing: { "": expect.any(String) },
		});
		expect(cpuTemperature).toHaveBeenCalledTimes(1);
		await collector.collect(at(600));
		expect(cpuTemperature).toHaveBeenCalledTimes(2);
	});
});

describe("a battery on other systems", () => {
	const has = { hasBattery: true, percent: 80, isCharging: false, acConnected: true, model: "bq20z451" };

	it("is none, and no charge of 0, where there is none", async () => {
		const none = { hasBattery: false, percent: 0, isCharging: false, acConnected: true, model: "" };
		expect(await batteryOf("win32", none)).toEqual({
			time: 1_000,
			batteries: [],
			missing: { "": "no battery" },
		});
	});

	it.each([
		["darwin", { isCharging: true }, "charging"],
		["darwin", { acConnected: false }, "discharging"],
		["darwin", {}, "idle"],
		["darwin", { percent: 100 }, "full"],
		// Low and critical ones are said to be charging.
		["win32", { percent: 7, isCharging: true }, null],
		["win32", { percent: 60, isCharging: true }, "charging"],
		// The plug is taken for the opposite.
		["freebsd", { isCharging: true }, null],
	] as const)("has the status that can be trusted: on %s, %j is %s", async (platform, changes, status) => {
		const reading = await batteryOf(platform, { ...has, ...changes });
		expect(reading?.batteries).toMatchObject([{ name: "bq20z451", status, watts: null }]);
		expect(reading?.missing?.["batteries.0.status"]).toBe(
			status === null ? "not told by this system" : undefined,
		);
	});

	it.each([0, -1, null, Number.NaN, 4_000])("has no charge that was not read: %s", async (percent) => {
		const reading = await batteryOf("win32", { ...has, percent });
		expect(reading?.batteries).toMatchObject([{ charge: null }]);
		expect(reading?.missing?.["batteries.0.charge"]).toBe("not told by this system");
	});

	it("keeps two alike apart, and one without a name", async () => {
		const additionalBatteries = [has, { ...has, model: "" }];
		const reading = await batteryOf("win32", { ...has, additionalBatteries });
		expect(reading?.batteries.map(({ name }) => name)).toEqual(["bq20z451", "Battery 2", "Battery 3"]);
	});
});
