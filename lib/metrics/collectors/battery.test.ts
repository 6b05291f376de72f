import { rm } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { createBatteryCollector } from "./battery";
import { plantLines, plantSysfs } from "./fixtures/sensors/plant";
import { SlowFiles } from "./slow-files";

const at = (seconds: number) => ({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });
const battery = (...lines: string[]) =>
	["type: Battery", ...lines].map((line) => `class/power_supply/BAT0/${line}`);
const read = async (sys: string) => {
	const collector = createBatteryCollector(sys);
	const reading = await collector.collect(at(0));
	collector.close?.();
	return reading;
};
const readOne = async (...lines: string[]) => (await read(plantLines(battery(...lines))))?.batteries[0];

it("says of a host without a battery that it has none, though a mouse has one", async () => {
	const mouse = ["type: Battery", "scope: Device", "capacity: 55"];
	const mains = ["type: Mains", "online: 1"];
	const sys = plantLines([
		...mouse.map((line) => `class/power_supply/hidpp_battery_0/${line}`),
		...mains.map((line) => `class/power_supply/AC/${line}`),
	]);
	expect(await read(sys)).toEqual({ time: 0, batteries: [], missing: { "": "no battery" } });
	expect(await read("/nowhere/sys")).toMatchObject({ missing: { "": "no battery" } });
});

it("tells a laptop's battery, and not that of its mouse", async () => {
	expect(await read(plantSysfs("laptop"))).toEqual({
		time: 0,
		batteries: [{ name: "BAT0", charge: 0.87, status: "discharging", watts: 6.5 }],
	});
});

describe("a battery", () => {
	it("that is empty has a charge of 0, and one that does not tell it has none", async () => {
		expect(await readOne("capacity: 0", "status: Discharging")).toMatchObject({ charge: 0 });
		expect(await readOne("status: Discharging")).toMatchObject({ charge: null, watts: null });
	});

	it.each([
		["energy", ["energy_now: 20000000", "energy_full: 40000000"]],
		["charge", ["charge_now: 1500000", "charge_full: 3000000"]],
		["energy where the share is damaged", ["capacity: -1", "energy_now: 5", "energy_full: 10"]],
	])("is told by its %s", async (_, lines) => {
		expect(await readOne(...lines)).toMatchObject({ charge: 0.5 });
	});

	it("never holds more than all", async () => {
		expect(await readOne("capacity: 103")).toMatchObject({ charge: 1 });
		expect(await readOne("energy_now: 41", "energy_full: 40")).toMatchObject({ charge: 1 });
	});

	it.each([
		["Charging", "charging"],
		["Discharging", "discharging"],
		["Full", "full"],
		["Not charging", "idle"],
		["Unknown", null],
		["Exploding", null],
	])("that says %s is %s", async (said, status) => {
		expect(await readOne("capacity: 50", `status: ${said}`)).toMatchObject({ status });
	});

	it("tells its watts by current and voltage where it has no power, whichever way they go", async () => {
		expect(await readOne("current_now: -1500000", "voltage_now: 12000000")).toMatchObject({ watts: 18 });
		expect(await readOne("power_now: -6500000")).toMatchObject({ watts: 6.5 });
		expect(await readOne("power_now: 0")).toMatchObject({ watts: 0 });
	});

	it("that was taken out of its place is left out", async () => {
		expect(await read(plantLines(battery("present: 0", "capacity: 0")))).toMatchObject({
			batteries: [],
			missing: { "": "no battery" },
		});
	});

	it("says why it gives nothing, by the driver's answer", async () => {
		const files = new SlowFiles(async () => {
			throw Object.assign(new Error(), { code: "ENODATA" });
		});
		const sys = plantLines(battery("capacity: 50", "status: Full"));
		expect(await createBatteryCollector(sys, files).collect(at(0))).toEqual({
			time: 0,
			batteries: [{ name: "BAT0", charge: null, status: null, watts: null }],
			missing: {
				"batteries.0.charge": "has no value now (ENODATA)",
				"batteries.0.status": "has no value now (ENODATA)",
				"batteries.0.watts": "not told by this system",
			},
		});
	});
});

it("notices a battery that is taken out at once, and one that is put in within a minute", async () => {
	const sys = plantLines(battery("capacity: 50"));
	const collector = createBatteryCollector(sys);
	const count = async (seconds: number) => (await collector.collect(at(seconds)))?.batteries.length;
	expect(await count(0)).toBe(1);
	collector.close?.();
	await rm(`${sys}/class/power_supply/BAT0`, { recursive: true });
	await count(30);
	expect(await count(31)).toBe(0);
	plantLines(battery("capacity: 60"), sys);
	expect(await count(90)).toBe(0);
	expect(await count(91)).toBe(1);
	collector.close?.();
});
