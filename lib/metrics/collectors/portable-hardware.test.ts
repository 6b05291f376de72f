import { afterEach, describe, expect, it, vi } from "vitest";
import { createPortableDiskHealthCollector, createPortableGpuCollector } from "./portable-hardware";
import { Program } from "./program";
import { SlowSource } from "./slow-source";

const at = (seconds: number) => ({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });
const answering = (library: object) =>
	new SlowSource(async () => library as typeof import("systeminformation"));
const none = () =>
	new Program("nvidia-smi", async () => {
		throw Object.assign(new Error(), { code: "ENOENT" });
	});
const gpuOf = (answer: object | null, nvidia = none()) =>
	createPortableGpuCollector(answering({ graphics: async () => answer }), nvidia).collect(at(1));
const healthOf = (answer: object[]) =>
	createPortableDiskHealthCollector(answering({ diskLayout: async () => answer })).collect(at(1));

afterEach(() => {
	vi.useRealTimers();
});

describe("a graphics processor on other systems", () => {
	it.each([
		["FreeBSD, which tells null", null],
		["a host without one", { controllers: [] }],
		[
			"a remote session",
			{ controllers: [{ vendor: "Microsoft", model: "Microsoft Remote Display Adapter" }] },
		],
		["a virtual machine", { controllers: [{ vendor: "", model: "VMware SVGA 3D" }] }],
		["one without a name", { controllers: [{ vendor: "", model: "" }, {}] }],
	])("is none on %s", async (_, answer) => {
		expect(await gpuOf(answer)).toEqual({ time: 1_000, gpus: [], missing: { "": "no GPU" } });
	});

	it("is named where nothing more is told", async () => {
		const reading = await gpuOf({ controllers: [{ vendor: "Apple", model: "Apple M2", vram: null }] });
		expect(reading).toEqual({
			time: 1_000,
			gpus: [{ name: "Apple M2", utilization: null, usedBytes: null, totalBytes: null, celsius: null }],
			missing: { "": "Apple M2: not told by this system" },
		});
	});

	it("of NVIDIA is asked through its own program, which knows an idle one", async () => {
		const text = "NVIDIA GeForce RTX 3080, 0, 512, 10240, 45, 00000000:01:00.0\n";
		const controllers = [
			{ vendor: "NVIDIA", model: "NVIDIA GeForce RTX 3080" },
			{ vendor: "Intel Corporation", model: "UHD Graphics 770" },
		];
		const reading = await gpuOf({ controllers }, new Program("nvidia-smi", async () => ({ text, code: 0 })));
		expect(reading?.gpus).toMatchObject([
			{ name: "NVIDIA GeForce RTX 3080", utilization: 0 },
			{ name: "Intel Corporation UHD Graphics 770", utilization: null },
		]);
	});

	it("is looked for once an hour, as that starts eight programs", async () => {
		const graphics = vi.fn(async () => ({
			controllers: [{ vendor: "Apple", model: "M2", temperatureGpu: 44 }],
		}));
		const collector = createPortableGpuCollector(answering({ graphics }), none());
		for (const seconds of [0, 10, 3_599]) await collector.collect(at(seconds));
		expect(graphics).toHaveBeenCalledTimes(1);
		expect(await collector.collect(at(3_600))).toMatchObject({ gpus: [{ name: "Apple M2", celsius: 44 }] });
		expect(graphics).toHaveBeenCalledTimes(2);
	});
});

describe("the health of a disk on other systems", () => {
	const disk = { device: "disk0", name: "APPLE SSD AP0512", smartStatus: "Ok", temperature: null };

	it.each([
		["Ok", 1],
		["OK", 1],
		["verified", 1],
		["Predicted Failure", 0],
		["failing", 0],
		["Degraded", 0],
		["unknown", null],
		["Unknown", null],
		["not supported", null],
		["", null],
		[undefined, null],
		[-1, null],
	])("that says %j is %s", async (smartStatus, healthy) => {
		const reading = await healthOf([{ ...disk, smartStatus }, disk]);
		expect(reading?.disks[0]).toEqual({ name: "disk0", model: "APPLE SSD AP0512", healthy, celsius: null });
		expect(reading?.missing?.["disks.0.celsius"]).toBe("not told by this system");
	});

	it("is absent as a whole where no disk tells it, and on the BSDs", async () => {
		expect(await healthOf([])).toEqual({
			time: 1_000,
			disks: [],
			missing: { "": "no disk that could tell" },
		});
		expect(await healthOf([{ ...disk, smartStatus: "unknown" }])).toMatchObject({
			disks: [{ name: "disk0", healthy: null }],
			missing: { "": "not told by this system" },
		});
	});

	it("is told by Windows' names, and with a temperature where there is one", async () => {
		const device = "\\\\.\\PHYSICALDRIVE0";
		expect(await healthOf([{ ...disk, device, temperature: 36 }])).toMatchObject({
			disks: [{ name: "PHYSICALDRIVE0", healthy: 1, celsius: 36 }],
		});
	});

	it("is told when it comes after the limit, for macOS looks through all its buses", async () => {
		vi.useFakeTimers();
		const diskLayout = () =>
			new Promise<object[]>((resolve) => {
				setTimeout(() => resolve([disk]), 20_000);
			});
		const reading = createPortableDiskHealthCollector(answering({ diskLayout })).collect(at(1));
		await vi.advanceTimersByTimeAsync(20_000);
		expect(await reading).toMatchObject({ disks: [{ name: "disk0", healthy: 1 }] });
	});

	it("fails by its reason when it never comes", async () => {
		vi.useFakeTimers();
		const diskLayout = () => new Promise<object[]>(() => {});
		const reading = createPortableDiskHealthCollector(answering({ diskLayout })).collect(at(1));
		const failed = expect(reading).rejects.toThrow("did not answer within 5 s");
		await vi.advanceTimersByTimeAsync(70_000);
		await failed;
	});
});
