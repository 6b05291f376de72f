import type { Collector, Instant } from "../collector";
import { Missing } from "../missing";
import { type Outcome, reasons } from "../rate";
import { roundShare } from "../round";
import type { Gpu } from "../types";
import { Found } from "./found";
import { type GpuValues, readNvidia } from "./nvidia";
import { Program } from "./program";
import { type FileText, gone, SlowFiles } from "./slow-files";
import { isSuspended, linkName, listNames, readWord, suspended } from "./sysfs";
import { judgeCelsius } from "./temperature";

export const blankGpu = { gpus: [] };

/** Why there is nothing of a graphics processor where there is none. */
export const noGpu = "no GPU";

const lookEveryMs = 300_000;

// Drivers of processors, by what people call them. Others drive adapters that only show a picture.
const makers: Record<string, string> = {
	amdgpu: "AMD GPU",
	radeon: "AMD GPU",
	i915: "Intel GPU",
	xe: "Intel GPU",
	nouveau: "NVIDIA GPU",
	nvidia: "NVIDIA GPU",
	v3d: "VideoCore GPU",
	panfrost: "Mali GPU",
	panthor: "Mali GPU",
	lima: "Mali GPU",
	msm_dpu: "Adreno GPU",
	asahi: "Apple GPU",
	powervr: "PowerVR GPU",
};

/** A graphics processor, and where it is read. */
export interface GpuFiles {
	name: string;
	driver: string;
	path: string;
	busy: string | null;
	used: string | null;
	total: string | null;
	temperature: string | null;
}

/** Makes the reading; where nothing of any is known, that counts for all of it. */
export function encodeGpus(time: number, gpus: GpuValues[]): Gpu {
	const missing = new Missing();
	const encoded = gpus.map(({ name, ...values }, index) => {
		const value = (field: keyof typeof values) => missing.value(`gpus.${index}.${field}`, values[field]);
		return {
			name,
			utilization: value("utilization"),
			usedBytes: value("usedBytes"),
			totalBytes: value("totalBytes"),
			celsius: value("celsius"),
		};
	});
	const isKnown = encoded.some(
		(gpu) => gpu.utilization !== null || gpu.usedBytes !== null || gpu.celsius !== null,
	);
	if (isKnown) return { time, gpus: encoded, ...missing.entries() };
	const why = gpus.map(({ name, utilization }) => `${name}: ${utilization}`);
	return { time, gpus: encoded, missing: { "": why.join("; ") || noGpu } };
}

/** A graphics processor of which nothing is known, and why. */
export function unknownGpu(name: string, reason: string): GpuValues {
	return { name, utilization: reason, usedBytes: reason, totalBytes: reason, celsius: reason };
}

/** Finds the graphics processors that the kernel of the host drives. */
export async function findGpus(sys: string): Promise<GpuFiles[]> {
	const directory = `${sys}/class/drm`;
	const gpus: GpuFiles[] = [];
	for (const card of await listNames(directory)) {
		const path = `${directory}/${card}/device`;
		const driver = /^card\d+$/.test(card) ? await readDriver(path) : null;
		const maker = driver === null ? undefined : makers[driver];
		if (driver === null || maker === undefined) continue;
		const files = new Set(await listNames(path));
		const file = (name: string) => (files.has(name) ? `${path}/${name}` : null);
		const [chip] = await listNames(`${path}/hwmon`);
		const inputs = chip === undefined ? [] : await listNames(`${path}/hwmon/${chip}`);
		const input = inputs.find((name) => /^temp\d+_input$/.test(name));
		const product = files.has("product_name") ? await readWord(`${path}/product_name`) : null;
		const slot = await linkName(path);
		gpus.push({
			name: [product ?? maker, slot && `(${slot})`].filter(Boolean).join(" "),
			driver,
			path,
			busy: file("gpu_busy_percent"),
			used: file("mem_info_vram_used"),
			total: file("mem_info_vram_total"),
			temperature: input === undefined ? null : `${path}/hwmon/${chip}/${input}`,
		});
	}
	return gpus;
}

async function readDriver(device: string): Promise<string | null> {
	const uevent = await readWord(`${device}/uevent`);
	return /^DRIVER=(\S+)$/m.exec(uevent ?? "")?.[1] ?? (await linkName(`${device}/driver`));
}

function readValues(gpu: GpuFiles, answers: Map<string, FileText>): GpuValues {
	const number = (path: string | null): Outcome<number> => {
		if (path === null) return `its driver ${gpu.driver} does not tell`;
		const answer = answers.get(path) ?? { reason: reasons.untold };
		if ("reason" in answer) return answer.reason;
		return answer.text === "" || !(Number(answer.text) >= 0) ? reasons.untold : Number(answer.text);
	};
	const busy = number(gpu.busy);
	const millidegrees = number(gpu.temperature);
	return {
		name: gpu.name,
		utilization: typeof busy === "number" ? roundShare(busy / 100) : busy,
		usedBytes: number(gpu.used),
		totalBytes: number(gpu.total),
		celsius: typeof millidegrees === "number" ? judgeCelsius(millidegrees / 1_000) : millidegrees,
	};
}

/** Collects what the graphics processors of the host whose `/sys` is at `sys` do. */
export function createGpuCollector(
	sys: string,
	nvidia = new Program("nvidia-smi"),
	files = new SlowFiles(),
): Collector<"gpu"> {
	const found = new Found(lookEveryMs, () => findGpus(sys));

	const readKernel = async (gpus: GpuFiles[], awake: Set<GpuFiles>, at: Instant): Promise<GpuValues[]> => {
		const groups = [...awake].map(({ path, busy, used, total, temperature }) => ({
			device: path,
			paths: [busy, used, total, temperature].filter((file) => file !== null),
		}));
		const answers = await files.read(groups, at.monotonicMs);
		if ([...answers.values()].some((one) => "reason" in one && one.reason.startsWith(gone))) found.forget();
		return gpus.map((gpu) => (awake.has(gpu) ? readValues(gpu, answers) : unknownGpu(gpu.name, suspended)));
	};

	// Its driver tells nothing in files, and its program wakes up a card that sleeps.
	const readProgram = async (gpus: GpuFiles[], awake: Set<GpuFiles>, at: Instant): Promise<GpuValues[]> => {
		const unknown = (reason: string) => gpus.map(({ name }) => unknownGpu(name, reason));
		if (gpus.length > 0 && !gpus.some((gpu) => awake.has(gpu))) return unknown(suspended);
		try {
			return await readNvidia(nvidia, at.monotonicMs);
		} catch (error) {
			return unknown(error instanceof Error ? error.message : String(error));
		}
	};

	return {
		metric: "gpu",
		blank: blankGpu,
		async collect(at) {
			const gpus = await found.get(at.monotonicMs);
			const awake = new Set<GpuFiles>();
			for (const gpu of gpus) if (!(await isSuspended(gpu.path))) awake.add(gpu);
			const isNvidia = ({ driver }: GpuFiles) => driver === "nvidia";
			const others = gpus.filter((gpu) => !isNvidia(gpu));
			const told = await Promise.all([
				readProgram(gpus.filter(isNvidia), awake, at),
				readKernel(others, new Set(others.filter((gpu) => awake.has(gpu))), at),
			]);
			return encodeGpus(at.time, told.flat());
		},
		close: () => files.close(),
	};
}
