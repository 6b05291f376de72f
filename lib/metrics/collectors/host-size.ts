import { type Outcome, reasons } from "../rate";
import { countCpus } from "./cgroup-files";
import { eachLine } from "./columns";
import { parseMeminfo } from "./memory";
import type { Peek } from "./peek";

/** How large the host is, by what no limit bounds, or why that is not to be seen. */
export interface HostSize {
	cores: Outcome<number>;
	memoryBytes: Outcome<number>;
	swapBytes: Outcome<number>;
}

const hidden = "lxcfs shows what the container may use in its place";

/** The cores that the kernel's statistics (`/proc/stat`) tell of; `NaN` when they were cut off before the end of their list. */
export function countCores(stat: string): number {
	let lines = 0;
	let isWhole = false;
	eachLine(stat, (start) => {
		isWhole = !stat.startsWith("cpu", start);
		if (isWhole) return false;
		lines++;
	});
	// One of the lines is that of all of them.
	return isWhole && lines > 1 ? lines - 1 : Number.NaN;
}

/**
 * Reads how large the host is whose `/proc` is at `procRoot`. The files in `covered` are lxcfs's, which shows a
 * container's size in them: there what lies below `/sys` is asked, as far as that is not covered too.
 */
export function readHostSize(peek: Peek, procRoot: string, covered: ReadonlySet<string>): HostSize {
	const isCovered = (path: string) => [...covered].some((mount) => `${path}/`.startsWith(`${mount}/`));
	const read = (path: string) => (isCovered(path) ? null : peek.text(path));
	const meminfo = parseMeminfo(peek.text(`${procRoot}/meminfo`) ?? "");
	return {
		cores: known(
			isCovered("/proc/stat") ? countSysCores(read) : countCores(peek.text(`${procRoot}/stat`) ?? ""),
			isCovered("/proc/stat"),
		),
		memoryBytes: known(
			isCovered("/proc/meminfo") ? sumNodes(peek, read) : meminfo.get("MemTotal"),
			isCovered("/proc/meminfo"),
		),
		// Behind lxcfs it is that of the container, which bounds it as well.
		swapBytes: meminfo.get("SwapTotal") ?? reasons.unreadable,
	};
}

function countSysCores(read: (path: string) => string | null): Outcome<number> {
	const text = read("/sys/devices/system/cpu/online") ?? read("/sys/devices/system/cpu/present");
	return countCpus("online", text ?? "");
}

function sumNodes(peek: Peek, read: (path: string) => string | null): number {
	const directory = "/sys/devices/system/node";
	const nodes = peek.list(directory).filter((name) => /^node\d+$/.test(name));
	const sizes = nodes.map((node) => {
		const text = read(`${directory}/${node}/meminfo`) ?? "";
		return Number(/^Node \d+ MemTotal:\s+(\d+) kB$/m.exec(text)?.[1] ?? Number.NaN) * 1024;
	});
	return sizes.length > 0 ? sizes.reduce((sum, size) => sum + size) : Number.NaN;
}

function known(value: Outcome<number> | undefined, isBehind: boolean): Outcome<number> {
	if (typeof value === "number" && value > 0) return value;
	return isBehind ? hidden : reasons.unreadable;
}
