import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Makes a directory where it is missing, with those above it, for this user's eyes only. Throws where it cannot be made. */
// Not `recursive`, which never ends below /proc, where no directory can be made.
export function makeDirectory(path: string): void {
	if (isDirectory(path)) return;
	if (!existsSync(dirname(path))) makeDirectory(dirname(path));
	try {
		mkdirSync(path, { mode: 0o700 });
	} catch (error) {
		// Another process was first.
		if (!isDirectory(path)) throw error;
	}
}

const isDirectory = (path: string) => existsSync(path) && statSync(path).isDirectory();
