import { closeSync, openSync, readSync } from "node:fs";
import { type Outcome, reasons } from "../rate";

interface Kept {
	descriptor: number;
	/** Whether it was read since the last sweep. */
	isUsed: boolean;
}

const firstSize = 16 * 1024;

/**
 * Many small files that the kernel makes anew at each reading: they share one buffer, and the descriptors of up to
 * `most` of them are kept open. Those beyond, and all while this process may open no more, are opened each time.
 */
export class KeptFiles {
	#most: number;
	#kept = new Map<string, Kept>();
	#isFull = false;
	#buffer = Buffer.allocUnsafeSlow(firstSize);

	constructor(most: number) {
		this.#most = most;
	}

	/** How many descriptors are open. */
	get open(): number {
		return this.#kept.size;
	}

	/** What `parse` finds in the present text, or why it cannot be read; `absent` when there is no such file. */
	read<T>(path: string, parse: (text: string) => Outcome<T>, absent: Outcome<T>): Outcome<T> {
		let text: string;
		try {
			text = this.#read(path);
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if (code === undefined) throw error;
			// A file that was open when its group was removed gives ENODEV.
			return code === "ENOENT" || code === "ENODEV" ? absent : `${reasons.unreadable} (${code})`;
		}
		return parse(text);
	}

	/** Closes what was not read since the last sweep: its group is gone. */
	sweep(): void {
		this.#isFull = false;
		for (const [path, kept] of this.#kept) {
			if (!kept.isUsed) this.#drop(path, kept);
			kept.isUsed = false;
		}
	}

	close(): void {
		for (const [path, kept] of this.#kept) this.#drop(path, kept);
	}

	#read(path: string): string {
		const kept = this.#kept.get(path);
		if (kept) {
			kept.isUsed = true;
			try {
				return this.#readAll(kept.descriptor);
			} catch {
				// A group was removed, and one of the same name may have been made since: once more from the name.
				this.#drop(path, kept);
			}
		}
		const descriptor = this.#open(path);
		let isKept = false;
		try {
			const text = this.#readAll(descriptor);
			isKept = !this.#isFull && this.#kept.size < this.#most;
			if (isKept) this.#kept.set(path, { descriptor, isUsed: true });
			return text;
		} finally {
			if (!isKept) closeSync(descriptor);
		}
	}

	#open(path: string): number {
		try {
			return openSync(path, "r");
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if (code !== "EMFILE" && code !== "ENFILE") throw error;
			// What others need comes first.
			this.close();
			this.#isFull = true;
			return openSync(path, "r");
		}
	}

	#readAll(descriptor: number): string {
		let length = 0;
		for (;;) {
			if (length === this.#buffer.length) this.#grow();
			const count = readSync(descriptor, this.#buffer, length, this.#buffer.length - length, length);
			if (count === 0) return this.#buffer.toString("latin1", 0, length);
			length += count;
		}
	}

	#grow(): void {
		const larger = Buffer.allocUnsafeSlow(this.#buffer.length * 2);
		this.#buffer.copy(larger);
		this.#buffer = larger;
	}

	#drop(path: string, { descriptor }: Kept): void {
		this.#kept.delete(path);
		closeSync(descriptor);
	}
}
