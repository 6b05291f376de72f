import { readFileSync } from "node:fs";

/** Something that is mounted: where, and which part of its file system. Paths are bytes, each a character of them. */
export interface MountPoint {
	path: string;
	/** `/` where it is all of it. */
	root: string;
	type: string;
}

/** All that is mounted, by what this process sees; nothing where that cannot be known, as elsewhere than on Linux. */
export function readMountPoints(): MountPoint[] {
	try {
		return parseMountPoints(readFileSync("/proc/self/mountinfo", "latin1"));
	} catch {
		// Then st_dev alone tells file systems apart.
		return [];
	}
}

/** Reads what the kernel says in `mountinfo` (proc(5)). */
export function parseMountPoints(text: string): MountPoint[] {
	return text.split("\n").flatMap((line) => {
		const [before = "", after = ""] = line.split(" - ");
		const [, , , root, path] = before.split(" ");
		const [type] = after.split(" ");
		return root && path && type ? [{ path: decodeOctal(path), root: decodeOctal(root), type }] : [];
	});
}

/** The kernel writes blanks and the like as octal numbers. */
function decodeOctal(path: string): string {
	return path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
