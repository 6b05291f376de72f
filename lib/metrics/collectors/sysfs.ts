import { readdir, readFile, readlink } from "node:fs/promises";
import { basename } from "node:path";

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error);

/** The names in a directory in the order that people count in; none where there is no such directory. Rejects where it may not be read. */
export async function listNames(directory: string): Promise<string[]> {
	try {
		return (await readdir(directory)).sort(byNumber);
	} catch (error) {
		if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return [];
		throw new Error(`${directory} cannot be read (${codeOf(error)})`, { cause: error });
	}
}

/** What stands in a file that only tells of what is there; `null` where nothing does. */
export async function readWord(path: string): Promise<string | null> {
	try {
		return (await readFile(path, "utf8")).trim() || null;
	} catch {
		// Most of these files are there for some devices only.
		return null;
	}
}

/** The name of what a link leads to, `null` where there is no link. */
export async function linkName(path: string): Promise<string | null> {
	try {
		return basename(await readlink(path));
	} catch {
		// Not each device has one.
		return null;
	}
}

/** Whether a device was switched off to save power: most drivers wake it up for whoever reads its files. */
export async function isSuspended(device: string): Promise<boolean> {
	return (await readWord(`${device}/power/runtime_status`)) === "suspended";
}

export const suspended = "it sleeps, and is not woken up to be asked";

/** The order that people count in: `hwmon10` after `hwmon9`. */
export function byNumber(one: string, other: string): number {
	return one.localeCompare(other, "en", { numeric: true });
}
