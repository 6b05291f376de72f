import { join } from "node:path";
import type { Collector, Instant } from "../collector";
import { Missing } from "../missing";
import { reasons } from "../rate";
import { roundShare } from "../round";
import type { Pressure, Stall } from "../types";
import { KernelFile } from "./kernel-file";

const blankStall: Stall = { avg10: null, avg60: null, avg300: null };

export const blankPressure = {
	cpu: { some: blankStall },
	memory: { some: blankStall, full: blankStall },
	io: { some: blankStall, full: blankStall },
};

// The kernel's percent, with what follows the last one, so that none was cut off.
const patterns = {
	some: /^some .*?\bavg10=([\d.]+) .*?\bavg60=([\d.]+) .*?\bavg300=([\d.]+) /m,
	full: /^full .*?\bavg10=([\d.]+) .*?\bavg60=([\d.]+) .*?\bavg300=([\d.]+) /m,
};

/** Reads one line of a file of pressure (PSI), as shares; `null` when it is damaged or not there. */
export function parseStall(text: string, kind: keyof typeof patterns): Stall | null {
	const percents = patterns[kind].exec(text)?.slice(1).map(Number);
	if (!percents?.every(Number.isFinite)) return null;
	const [avg10, avg60, avg300] = percents.map((percent) => roundShare(percent / 100));
	return { avg10, avg60, avg300 } as Stall;
}

/** Makes the reading out of the kernel's three files. */
export function encodePressure(at: Instant, texts: Record<"cpu" | "memory" | "io", string>): Pressure {
	const missing = new Missing();
	const read = (file: keyof typeof texts, kind: keyof typeof patterns): Stall => {
		const stall = parseStall(texts[file], kind);
		if (!stall) missing.addEach(`${file}.${kind}`, blankStall, reasons.unreadable);
		return stall ?? blankStall;
	};
	return {
		time: at.time,
		cpu: { some: read("cpu", "some") },
		memory: { some: read("memory", "some"), full: read("memory", "full") },
		io: { some: read("io", "some"), full: read("io", "full") },
		...missing.entries(),
	};
}

// A kernel that was started without it has no such files (ENOENT), or some that cannot be read (EOPNOTSUPP, which Node
// calls ENOTSUP): it is no failure, and lasts until the next start.
const absentCodes = new Set(["ENOENT", "EOPNOTSUPP", "ENOTSUP"]);
const absent =
	"this kernel does not measure it: that takes Linux 4.20 or newer, and psi=1 among its start options on some systems";
const retryMs = 60_000;

type Source = Pick<KernelFile, "read" | "close">;

/** Collects the pressure from the kernel's files in this directory. */
export function createPressureCollector(
	directory: string,
	open: (path: string) => Source = (path) => new KernelFile(path),
): Collector<"pressure"> {
	const [cpu, memory, io] = ["cpu", "memory", "io"].map((name) => open(join(directory, name))) as [
		Source,
		Source,
		Source,
	];
	let absentUntilMs = Number.NEGATIVE_INFINITY;
	return {
		metric: "pressure",
		blank: blankPressure,
		collect(at) {
			const { time, monotonicMs } = at;
			const blank = { ...blankPressure, time, missing: { "": absent } };
			if (monotonicMs < absentUntilMs) return blank;
			try {
				return encodePressure(at, { cpu: cpu.read(), memory: memory.read(), io: io.read() });
			} catch (error) {
				if (!absentCodes.has(codeOf(error))) throw error;
				absentUntilMs = monotonicMs + retryMs;
				return blank;
			}
		},
		close() {
			for (const file of [cpu, memory, io]) file.close();
		},
	};
}

function codeOf(error: unknown): string {
	return ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code ?? "";
}
