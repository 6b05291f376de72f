import { writeFile } from "node:fs/promises";
import { describe, expect, it, vi } from "vitest";
import { plantLines, plantSysfs } from "./fixtures/sensors/plant";
import { createGpuCollector } from "./gpu";
import { parseNvidia } from "./nvidia";
import { Program } from "./program";

const at = { time: 1_000, monotonicMs: 0 };
const none = () =>
	new Program("nvidia-smi", async () => {
		throw Object.assign(new Error(), { code: "ENOENT" });
	});
const answering = (text: string, code = 0) => new Program("nvidia-smi", async () => ({ text, code }));
const read = async (sys: string, nvidia = none()) => {
	const collector = createGpuCollector(sys, nvidia);
	const reading = await collector.collect(at);
	collector.close?.();
	return reading;
};
const card = (number: number, driver: string) => [
	`class/drm/card${number}/device -> ../../../devices/0000:0${number}:00.0`,
	`devices/0000:0${number}:00.0/uevent: DRIVER=${driver}`,
	`devices/0000:0${number}:00.0/power/runtime_status: active`,
];

describe("a host without a graphics processor", () => {
	it("says so, and takes an adapter that only shows for none", async () => {
		const none = { time: 1_000, gpus: [], missing: { "": "no GPU" } };
		expect(await read(plantSysfs("virtual-machine"))).toEqual(none);
		expect(await read("/nowhere/sys")).toEqual(none);
		expect(await read(plantLines([...card(0, "ast"), ...card(1, "virtio-pci")]))).toEqual(none);
	});
});

it("reads a Radeon from the kernel", async () => {
	expect(await read(plantSysfs("ryzen-server"))).toEqual({
		time: 1_000,
		gpus: [
			{
				name: "AMD GPU (0000:0a:00.0)",
				utilization: 0.37,
				usedBytes: 1184378880,
				totalBytes: 8573157376,
				celsius: 52,
			},
		],
	});
});

it("does not wake up a card that sleeps, neither itself nor through a program", async () => {
	const sys = plantLines([
		...card(0, "amdgpu"),
		"devices/0000:00:00.0/gpu_busy_percent: 0",
		...card(1, "nvidia"),
	]);
	for (const device of ["0000:00:00.0", "0000:01:00.0"])
		await writeFile(`${sys}/devices/${device}/power/runtime_status`, "suspended\n");
	const start = vi.fn();
	const reading = await read(sys, new Program("nvidia-smi", start));
	expect(reading?.gpus.map(({ utilization }) => utilization)).toEqual([null, null]);
	expect(reading?.missing?.[""]).toContain("it sleeps, and is not woken up to be asked");
	expect(start).not.toHaveBeenCalled();
});

it("names an Intel processor, whose driver tells nothing, and says so for all of it", async () => {
	const reading = await read(plantSysfs("laptop"));
	expect(reading?.gpus).toEqual([
		{ name: "Intel GPU", utilization: null, usedBytes: null, totalBytes: null, celsius: null },
	]);
	expect(reading?.missing).toEqual({ "": "Intel GPU: its driver i915 does not tell" });
});

it("reads NVIDIA's cards from its program, beside others", async () => {
	const text = "NVIDIA GeForce RTX 3080, 57, 512, 10240, 45, 00000000:01:00.0\n";
	const reading = await read(plantLines([...card(0, "i915"), ...card(1, "nvidia")]), answering(text));
	expect(reading?.gpus).toEqual([
		{
			name: "NVIDIA GeForce RTX 3080",
			utilization: 0.57,
			usedBytes: 512 * 2 ** 20,
			totalBytes: 10 * 2 ** 30,
			celsius: 45,
		},
		{ name: "Intel GPU (0000:00:00.0)", utilization: null, usedBytes: null, totalBytes: null, celsius: null },
	]);
	expect(reading?.missing?.["gpus.1.utilization"]).toBe("its driver i915 does not tell");
});

it.each([
	["is not installed", none(), "nvidia-smi is not installed"],
	["fails", answering("NVIDIA-SMI has failed because it couldn't communicate\n", 9), "exit code 9"],
	["says nothing", answering(""), "nvidia-smi tells of no card"],
])("names NVIDIA's card where its program %s", async (_, program, reason) => {
	const reading = await read(plantLines(card(1, "nvidia")), program);
	expect(reading?.gpus).toMatchObject([{ name: "NVIDIA GPU (0000:01:00.0)", utilization: null }]);
	expect(reading?.missing?.[""]).toContain(reason);
});

describe("an answer of nvidia-smi", () => {
	it("tells 0 from what is not told", () => {
		expect(parseNvidia("NVIDIA A100, [N/A], 0, 40960, ERR!, 00000000:01:00.0\n")).toEqual([
			{
				name: "NVIDIA A100",
				utilization: "not told by this system",
				usedBytes: 0,
				totalBytes: 40960 * 2 ** 20,
				celsius: "not told by this system",
				slot: "00000000:01:00.0",
			},
		]);
	});

	it.each(["", "\n", "garbage", "a, b", ", 1, 2, 3, 4, 5", "No devices were found"])(
		"that is none gives no card: %j",
		(text) => {
			expect(parseNvidia(text)).toEqual([]);
		},
	);

	it("of two cards alike keeps them apart by their places", async () => {
		const line = (slot: string) => `NVIDIA T4, 1, 2, 3, 4, ${slot}\n`;
		const reading = await read(
			"/nowhere/sys",
			answering(line("00000000:01:00.0") + line("00000000:02:00.0")),
		);
		expect(reading?.gpus.map(({ name }) => name)).toEqual([
			"NVIDIA T4 (00000000:01:00.0)",
			"NVIDIA T4 (00000000:02:00.0)",
		]);
	});
});
