import { describe, expect, it } from "vitest";
import { plantLines, plantSysfs } from "./fixtures/sensors/plant";
import { SlowFiles } from "./slow-files";
import { createTemperatureCollector, judgeCelsius } from "./temperature";

const at = (seconds: number) => ({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });
const read = async (sys: string, seconds = 0) => {
	const collector = createTemperatureCollector(sys);
	const reading = await collector.collect(at(seconds));
	collector.close?.();
	return reading;
};
const failing = (code: string) => async () => {
	throw Object.assign(new Error(code), { code });
};

describe("what is no temperature", () => {
	it.each([
		["a sensor that is not connected", 0],
		["absolute zero", -273.2],
		["the end of a register", 127],
		["the other end of it", -128],
		["an NVMe disk without that sensor", 65_261.8],
		["what no machine outlives", 151],
	])("is not told: %s", (_, celsius) => {
		expect(judgeCelsius(celsius)).toMatch(/^it says -?[\d.]+ °C, as a sensor does that is not connected$/);
	});

	it.each(["", "abc", "4700000000000000000000", "NaN", "-"])("is not told: the text %j", async (text) => {
		const sys = plantLines(["class/hwmon/hwmon0/name: coretemp", `class/hwmon/hwmon0/temp1_input: ${text}`]);
		const reading = await read(sys);
		expect(reading?.sensors).toEqual([{ name: "coretemp", celsius: null, criticalCelsius: null }]);
		expect(reading?.missing?.["sensors.0.celsius"]).toBeTruthy();
	});

	it("is none of a winter night or of a hot chip", () => {
		expect([judgeCelsius(-18.5), judgeCelsius(0.5), judgeCelsius(105.04)]).toEqual([-18.5, 0.5, 105]);
	});
});

it("says of a host without sensors that it has none, and shows no zero", async () => {
	expect(await read(plantSysfs("virtual-machine"))).toEqual({
		time: 0,
		sensors: [],
		fans: [],
		missing: { "": "no sensor" },
	});
	expect(await read("/nowhere/sys")).toMatchObject({ missing: { "": "no sensor" } });
});

it("tells a laptop's sensors once each, the processor first, and a limit only where there is one", async () => {
	const reading = await read(plantSysfs("laptop"));
	expect(reading?.sensors).toEqual([
		{ name: "Package id 0 (coretemp)", celsius: 47, criticalCelsius: 100 },
		{ name: "Core 0 (coretemp)", celsius: 45, criticalCelsius: 100 },
		{ name: "Core 1 (coretemp)", celsius: 47, criticalCelsius: 100 },
		{ name: "Composite (nvme0)", celsius: 38.9, criticalCelsius: 84.9 },
		{ name: "Sensor 1 (nvme0)", celsius: 38.9, criticalCelsius: null },
		{ name: "acpitz", celsius: 46, criticalCelsius: null },
		{ name: "iwlwifi_1", celsius: 41, criticalCelsius: null },
		{ name: "CPU (thinkpad)", celsius: 46, criticalCelsius: null },
		{ name: "GPU (thinkpad)", celsius: null, criticalCelsius: null },
		{ name: "SEN1", celsius: 43.1, criticalCelsius: null },
	]);
	expect(reading?.fans).toEqual([
		{ name: "fan1 (thinkpad)", rotationsPerMinute: 0 },
		{ name: "fan2 (thinkpad)", rotationsPerMinute: null },
	]);
	expect(reading?.missing).toMatchObject({
		"sensors.4.criticalCelsius": "no limit is told",
		"sensors.8.celsius": "it says 0 °C, as a sensor does that is not connected",
		"fans.1.rotationsPerMinute": "it says 65535, as a fan does that cannot be read",
	});
});

it("tells a Raspberry Pi's one sensor once, though it stands in two places", async () => {
	expect(await read(plantSysfs("raspberry-pi"))).toEqual({
		time: 0,
		sensors: [{ name: "cpu_thermal", celsius: 48.7, criticalCelsius: 110 }],
		fans: [],
	});
});

it("tells a server's disks by their names, its fans in order, and which sensors are not connected", async () => {
	const reading = await read(plantSysfs("ryzen-server"));
	expect(reading?.sensors.map(({ name, celsius }) => [name, celsius])).toEqual([
		["Tctl (k10temp)", 41.3],
		["edge (amdgpu)", 52],
		["sda", 34],
		["sdb", 36],
		["SYSTIN (nct6798)", 33],
		["CPUTIN (nct6798)", 38.5],
		["AUXTIN0 (nct6798)", null],
		["AUXTIN1 (nct6798)", null],
		["PECI Agent 0 temp7 (nct6798)", null],
		["PECI Agent 0 temp8 (nct6798)", 39],
	]);
	expect(reading?.fans).toEqual([
		{ name: "fan1 (amdgpu)", rotationsPerMinute: 0 },
		{ name: "fan1 (nct6798)", rotationsPerMinute: 812 },
		{ name: "fan2 (nct6798)", rotationsPerMinute: 1245 },
		{ name: "fan3 (nct6798)", rotationsPerMinute: 0 },
		{ name: "fan10 (nct6798)", rotationsPerMinute: 640 },
	]);
	expect(reading?.missing?.["sensors.7.celsius"]).toBe("broken, or not connected");
	// What its maximum was last set to is no limit.
	expect(reading?.sensors[4]?.criticalCelsius).toBeNull();
});

it("does not ask a turning disk that did nothing for two minutes, nor a graphics card that sleeps", async () => {
	const sys = plantSysfs("ryzen-server");
	const collector = createTemperatureCollector(sys);
	const told = async (seconds: number) => {
		const reading = await collector.collect(at(seconds));
		return Object.fromEntries(reading?.sensors.map(({ name, celsius }) => [name, celsius]) ?? []);
	};
	const { writeFile } = await import("node:fs/promises");
	expect(await told(0)).toMatchObject({ sda: 34, sdb: 36, "edge (amdgpu)": 52 });
	expect(await told(119)).toMatchObject({ sda: 34, sdb: 36, "edge (amdgpu)": 52 });
	expect(await told(120)).toMatchObject({ sda: null, sdb: 36, "edge (amdgpu)": 52 });
	await writeFile(`${sys}/devices/ata1/0:0:0:0/block/sda/stat`, "2 0 8 1 2 0 16 2 0 3 3\n");
	await writeFile(`${sys}/devices/pci0000:00/0000:0a:00.0/power/runtime_status`, "suspended\n");
	expect(await told(125)).toMatchObject({ sda: 34, sdb: 36, "edge (amdgpu)": null });
	collector.close?.();
});

it.each(["EAGAIN", "ENODATA", "EIO", "ENXIO", "EPERM"])(
	"gives the reason where a driver answers %s",
	async (code) => {
		const collector = createTemperatureCollector(plantSysfs("raspberry-pi"), new SlowFiles(failing(code)));
		const reading = await collector.collect(at(0));
		expect(reading?.sensors).toEqual([{ name: "cpu_thermal", celsius: null, criticalCelsius: null }]);
		expect(reading?.missing?.["sensors.0.celsius"]).toContain(code);
	},
);

it("looks anew at once when a device is gone, and else only after five minutes", async () => {
	const { appendFile, mkdir, rm, writeFile } = await import("node:fs/promises");
	const sys = plantSysfs("laptop");
	const collector = createTemperatureCollector(sys);
	const names = async (seconds: number) =>
		(await collector.collect(at(seconds)))?.sensors.map(({ name }) => name) ?? [];
	expect(await names(0)).toContain("Composite (nvme0)");
	await mkdir(`${sys}/class/hwmon/hwmon9`);
	await writeFile(`${sys}/class/hwmon/hwmon9/name`, "lm75\n");
	await appendFile(`${sys}/class/hwmon/hwmon9/temp1_input`, "30000\n");
	expect(await names(299)).not.toContain("lm75");
	expect(await names(300)).toContain("lm75");
	collector.close?.();
	await rm(`${sys}/class/hwmon/hwmon3`, { recursive: true });
	expect(await names(305)).toContain("Composite (nvme0)");
	expect(await names(310)).not.toContain("Composite (nvme0)");
	collector.close?.();
});

it("keeps names apart: of two processors, and of chips that nothing tells apart", async () => {
	const chip = (number: number, device: string | null, label: string) => [
		`class/hwmon/hwmon${number}/name: coretemp`,
		...(device ? [`class/hwmon/hwmon${number}/device -> ../../../devices/platform/${device}`] : []),
		`class/hwmon/hwmon${number}/temp1_input: 40000`,
		`class/hwmon/hwmon${number}/temp1_label: ${label}`,
	];
	const two = await read(
		plantLines([...chip(0, "coretemp.0", "Core 0"), ...chip(1, "coretemp.1", "Core 0")]),
	);
	expect(two?.sensors.map(({ name }) => name)).toEqual([
		"Core 0 (coretemp coretemp.0)",
		"Core 0 (coretemp coretemp.1)",
	]);
	const blind = await read(plantLines([...chip(0, null, "Core 0"), ...chip(1, null, "Core 0")]));
	expect(blind?.sensors.map(({ name }) => name)).toEqual(["Core 0 (coretemp)", "Core 0 (coretemp) 2"]);
});

it("tells of a processor with very many cores only the package, which is as hot as the hottest", async () => {
	const sensor = (index: number, label: string) => [
		`class/hwmon/hwmon0/temp${index}_input: ${40_000 + index}`,
		`class/hwmon/hwmon0/temp${index}_label: ${label}`,
	];
	const cores = Array.from({ length: 64 }, (_, core) => sensor(core + 2, `Core ${core}`)).flat();
	const reading = await read(
		plantLines(["class/hwmon/hwmon0/name: coretemp", ...sensor(1, "Package id 0"), ...cores]),
	);
	expect(reading?.sensors.map(({ name }) => name)).toEqual(["Package id 0 (coretemp)"]);
});

it("finds the files of old drivers beside the device", async () => {
	const sys = plantLines([
		"class/hwmon/hwmon0/device/name: w83627hf",
		"class/hwmon/hwmon0/device/temp1_input: 31000",
	]);
	expect((await read(sys))?.sensors).toMatchObject([{ name: "w83627hf", celsius: 31 }]);
});
