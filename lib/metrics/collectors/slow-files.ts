import { closeSync, openSync, read } from "node:fs";
import { promisify } from "node:util";
import { within } from "./time-limit";

/** The text of a file, or in words why there is none. */
export type FileText = { text: string } | { reason: string };

/** Files that one device answers: where it does not for one of them, it is not asked for the others. */
export interface FileGroup {
	device: string;
	paths: string[];
}

// Less than the time that a collector has.
const limitMs = 4_000;
const quietMs = 60_000;
// A device that does not answer holds one of the four threads of Node's pool, and mounts may hold others.
const mostPending = 2;
// Each of these files is one line.
const size = 256;

const readAt = promisify(read);

/**
 * Reads files that a driver may take its time to answer: one after the other, four seconds in all. Their descriptors are
 * kept, which costs a fifth of opening them each time.
 */
export class SlowFiles {
	#read: (path: string) => Promise<string>;
	#descriptors = new Map<string, number>();
	/** The file that each device is now asked for. */
	#pending = new Map<string, string>();
	#quietUntilMs = new Map<string, number>();

	constructor(read?: (path: string) => Promise<string>) {
		this.#read = read ?? ((path) => this.#readKept(path));
	}

	/** The answers by path. What is not among the groups of one call is closed. */
	async read(groups: FileGroup[], nowMs: number): Promise<Map<string, FileText>> {
		this.#closeOthers(new Set(groups.flatMap(({ paths }) => paths)));
		const answers = new Map<string, FileText>();
		const queue: FileGroup[] = [];
		for (const group of groups) {
			const isQuiet = this.#pending.has(group.device) || nowMs < (this.#quietUntilMs.get(group.device) ?? 0);
			const reason = isQuiet ? "not answering" : "not asked: another one is not answering";
			for (const path of group.paths) answers.set(path, { reason });
			if (!isQuiet) queue.push(group);
		}
		let open = true;
		const work = async () => {
			for (let group = queue.shift(); group && open; group = queue.shift()) {
				for (const path of group.paths) {
					if (!open) return;
					answers.set(path, { reason: "not answering" });
					const answer = await this.#readOne(group.device, path);
					if (open) answers.set(path, answer);
					else this.#quietUntilMs.set(group.device, nowMs + quietMs);
				}
			}
		};
		if (this.#pending.size < mostPending) await within(limitMs, work());
		open = false;
		return answers;
	}

	close(): void {
		this.#closeOthers(new Set());
	}

	async #readOne(device: string, path: string): Promise<FileText> {
		this.#pending.set(device, path);
		try {
			return { text: (await this.#read(path)).trim() };
		} catch (error) {
			this.#close(path);
			return { reason: explain(error) };
		} finally {
			this.#pending.delete(device);
		}
	}

	async #readKept(path: string): Promise<string> {
		const descriptor = this.#descriptors.get(path) ?? openSync(path, "r");
		this.#descriptors.set(path, descriptor);
		const { bytesRead, buffer } = await readAt(descriptor, Buffer.allocUnsafe(size), 0, size, 0);
		return buffer.toString("utf8", 0, bytesRead);
	}

	#closeOthers(kept: Set<string>): void {
		const asked = new Set(this.#pending.values());
		for (const path of this.#descriptors.keys()) if (!kept.has(path) && !asked.has(path)) this.#close(path);
	}

	#close(path: string): void {
		const descriptor = this.#descriptors.get(path);
		if (descriptor !== undefined) closeSync(descriptor);
		this.#descriptors.delete(path);
	}
}

/** Says of a device that is no longer where it was found. */
export const gone = "no longer there";

// What drivers answer instead of a value: Documentation/hwmon/sysfs-interface.rst and errno(3).
function explain(error: unknown): string {
	const code = (error as NodeJS.ErrnoException).code ?? String(error);
	if (code === "ENOENT" || code === "ENODEV") return `${gone} (${code})`;
	if (code === "EACCES" || code === "EPERM") return `may not be read (${code})`;
	if (code === "EAGAIN" || code === "EBUSY") return `busy (${code})`;
	if (code === "ENODATA" || code === "ENXIO") return `has no value now (${code})`;
	return `could not be read (${code})`;
}
