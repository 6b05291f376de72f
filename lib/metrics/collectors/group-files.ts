import { join } from "node:path";
import type { Outcome } from "../rate";
import { KernelFile } from "./kernel-file";

/** The files of one control group, kept open while they are read. */
export class GroupFiles {
	readonly directory: string;
	#files = new Map<string, KernelFile>();

	constructor(directory: string) {
		this.directory = directory;
	}

	/** What `parse` makes of a file's present text, or else of the reason why it cannot be read. */
	read<T>(name: string, parse: (text: string) => T, unread: (reason: string) => T): T {
		let file = this.#files.get(name);
		if (!file) {
			file = new KernelFile(join(this.directory, name));
			this.#files.set(name, file);
		}
		let text: string;
		try {
			text = file.read();
		} catch (error) {
			return unread((error as Error).message);
		}
		return parse(text);
	}

	/** The same where the reason stands in place of the number. */
	number(name: string, parse: (text: string) => Outcome<number>): Outcome<number> {
		return this.read<Outcome<number>>(name, parse, (reason) => reason);
	}

	close(): void {
		for (const file of this.#files.values()) file.close();
	}
}
