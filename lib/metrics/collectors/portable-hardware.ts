import type { Collector } from "../collector";
import { reasons } from "../rate";
import { blankDiskHealth, encodeDiskHealth, noDisk } from "./disk-health";
import { Found } from "./found";
import { blankGpu, encodeGpus, noGpu, unknownGpu } from "./gpu";
import { readNvidia } from "./nvidia";
import { seldomWhereAbsent } from "./portable-sensors";
import { Program } from "./program";
import type { SlowSource } from "./slow-source";
import { type DiskState, unknownState } from "./smart";
import { judgeCelsius } from "./temperature";
import { within } from "./time-limit";

// On Windows it starts eight PowerShells for it.
const lookEveryMs = 3_600_000;

// What hypervisors and remote sessions show a picture with.
const pretended =
	/basic (display|render)|remote display|hyper-v|vmware|virtualbox|parallels|citrix|qxl|virtio/i;

/** Collects the graphics processors: their names through systeminformation, and what NVIDIA's do through their own program. */
export function createPortableGpuCollector(
	source: SlowSource,
	nvidia = new Program("nvidia-smi"),
): Collector<"gpu"> {
	const found = new Found(lookEveryMs, async () => {
		// Null on the BSDs.
		const answer = await source.ask("graphics", (library) => library.graphics());
		return (answer?.controllers ?? []).flatMap(({ vendor, model, temperatureGpu }) => {
			const name = [vendor, model].map((word) => word?.trim()).filter(Boolean);
			const full = name[1]?.toLowerCase().startsWith(name[0]?.toLowerCase() ?? "") ? name[1] : name.join(" ");
			return full && !pretended.test(full) ? [{ name: full, celsius: temperatureGpu }] : [];
		});
	});
	const readNvidias = async (count: number, nowMs: number) => {
		if (count === 0) return [];
		try {
			return await readNvidia(nvidia, nowMs);
		} catch (error) {
			return error instanceof Error ? error.message : String(error);
		}
	};
	return {
		metric: "gpu",
		blank: blankGpu,
		async collect(at) {
			const all = await found.get(at.monotonicMs);
			if (all.length === 0) return { time: at.time, ...blankGpu, missing: { "": noGpu } };
			const isNvidia = ({ name }: { name: string }) => /nvidia|geforce|quadro|tesla/i.test(name);
			const told = await readNvidias(all.filter(isNvidia).length, at.monotonicMs);
			const others = all.filter((gpu) => !isNvidia(gpu) || typeof told === "string");
			const named = others.map((gpu) => ({
				...unknownGpu(gpu.name, isNvidia(gpu) ? String(told) : reasons.untold),
				...(typeof gpu.celsius === "number" && gpu.celsius > 0 && { celsius: judgeCelsius(gpu.celsius) }),
			}));
			return encodeGpus(at.time, [...(typeof told === "string" ? [] : told), ...named]);
		},
	};
}

const statuses: Record<string, number> = {
	ok: 1,
	verified: 1,
	passed: 1,
	degraded: 0,
	failing: 0,
	"predicted failure": 0,
};

function readState(status: unknown, celsius: unknown): DiskState {
	return {
		healthy: statuses[String(status).trim().toLowerCase()] ?? reasons.untold,
		celsius: typeof celsius === "number" && celsius > 0 ? judgeCelsius(celsius) : reasons.untold,
	};
}

// macOS looks through all its buses for it, for longer than a source may hold up the others.
const patienceMs = 60_000;

/** Collects the health of the disks through systeminformation; the BSDs tell of none. */
export function createPortableDiskHealthCollector(source: SlowSource): Collector<"diskHealth"> {
	const collect = seldomWhereAbsent(async (time) => {
		let work: ReturnType<typeof import("systeminformation").diskLayout> = Promise.resolve([]);
		const layout = await source
			.ask("diskLayout", (library) => {
				work = library.diskLayout();
				return work;
			})
			.catch(async (error) => {
				const answer = await within(patienceMs, work);
				if (!Array.isArray(answer) || answer.length === 0) throw error;
				return answer;
			});
		if (layout.length === 0) return { time, ...blankDiskHealth, missing: { "": noDisk } };
		const disks = layout.map(({ device, name, smartStatus, temperature }) => ({
			// A path on Windows: \\.\PHYSICALDRIVE0.
			name: device?.split(/[\\/]/).at(-1) || name || "unnamed",
			model: name?.trim() || null,
			...(device ? readState(smartStatus, temperature) : unknownState(reasons.untold)),
		}));
		return encodeDiskHealth(time, disks);
	});
	return { metric: "diskHealth", blank: blankDiskHealth, collect };
}
