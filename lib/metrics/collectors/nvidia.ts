import { type Outcome, reasons } from "../rate";
import { roundTo } from "../round";
import type { Program } from "./program";

/** What is known of one graphics processor, each number or why it is not. */
export interface GpuValues {
	name: string;
	utilization: Outcome<number>;
	usedBytes: Outcome<number>;
	totalBytes: Outcome<number>;
	celsius: Outcome<number>;
}

const fields = ["utilization.gpu", "memory.used", "memory.total", "temperature.gpu", "pci.bus_id"];
const query = [`--query-gpu=name,${fields.join()}`, "--format=csv,noheader,nounits"];

const mebibyte = 1024 * 1024;

/** Reads what `nvidia-smi` answers of each of its processors; a line that is cut off is left out. */
export function parseNvidia(text: string): (GpuValues & { slot: string })[] {
	return text.split("\n").flatMap((line) => {
		const parts = line.trim().split(/\s*,\s*/);
		const [busy, used, total, celsius, slot] = parts.slice(-fields.length);
		const name = parts.slice(0, -fields.length).join(", ");
		if (!name || !slot) return [];
		// "[N/A]" where the card does not tell, "[Unknown Error]", "ERR!": never 0.
		const number = (word: string | undefined, factor: number): Outcome<number> =>
			word && /^\d+(\.\d+)?$/.test(word) ? roundTo(Number(word) * factor, 4) : reasons.untold;
		return [
			{
				name,
				utilization: number(busy, 0.01),
				usedBytes: number(used, mebibyte),
				totalBytes: number(total, mebibyte),
				celsius: number(celsius, 1),
				slot,
			},
		];
	});
}

/**
 * Asks NVIDIA's own program, which is what systeminformation does too; but that holds up all else meanwhile without a
 * limit (`execFileSync`), takes 0 % for not told, and starts five more programs. Rejects with the reason.
 */
export async function readNvidia(program: Program, nowMs: number): Promise<GpuValues[]> {
	const { text, code } = await program.run(query, nowMs);
	const gpus = parseNvidia(text);
	if (gpus.length === 0) throw new Error(`nvidia-smi tells of no card (exit code ${code})`);
	return gpus.map(({ slot, ...gpu }) => {
		const isAlike = gpus.some((other) => other.slot !== slot && other.name === gpu.name);
		return isAlike ? { ...gpu, name: `${gpu.name} (${slot})` } : gpu;
	});
}
