import { closeSync, openSync, readSync } from "node:fs";

const firstSize = 8 * 1024;

/**
 * A file that the kernel makes anew at each reading. Its descriptor is kept open, which costs a third of opening it
 * each time, and it is read synchronously, as it lies in memory. Reading throws when the file cannot be read.
 */
export class KernelFile {
	readonly path: string;
	#descriptor: number | null = null;
	#buffer = Buffer.allocUnsafeSlow(firstSize);
	#text = "";
	#readAtMs: number | undefined;

	constructor(path: string) {
		this.path = path;
	}

	/** All of its present text. Two readers that name the same instant share one reading. */
	read(monotonicMs?: number): string {
		if (monotonicMs !== undefined && monotonicMs === this.#readAtMs) return this.#text;
		this.#readAtMs = undefined;
		this.#text = this.#readOpen();
		this.#readAtMs = monotonicMs;
		return this.#text;
	}

	close(): void {
		const descriptor = this.#descriptor;
		// First, as closing may fail too: a number that is closed twice may by then be another file's.
		this.#descriptor = null;
		if (descriptor !== null) closeSync(descriptor);
	}

	#readOpen(): string {
		const kept = this.#descriptor !== null;
		try {
			return this.#readAll();
		} catch (error) {
			this.#drop();
			if (!kept) throw this.#failure(error);
		}
		// The kept descriptor went bad (its process ended, its file system was mounted anew): once more from the name.
		return this.#readOpen();
	}

	#readAll(): string {
		this.#descriptor ??= openSync(this.path, "r");
		let length = 0;
		// One read is not enough: with 121 interfaces a read of 64 KiB gave 31 of them. Only 0 bytes are the end.
		for (;;) {
			if (length === this.#buffer.length) this.#grow();
			const count = readSync(this.#descriptor, this.#buffer, length, this.#buffer.length - length, length);
			if (count === 0) return this.#buffer.toString("utf8", 0, length);
			length += count;
		}
	}

	#drop(): void {
		try {
			this.close();
		} catch {
			// What could not be read often cannot be closed either, which says nothing new.
		}
	}

	#grow(): void {
		const larger = Buffer.allocUnsafeSlow(this.#buffer.length * 2);
		this.#buffer.copy(larger);
		this.#buffer = larger;
	}

	#failure(cause: unknown): Error {
		const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
		return new Error(`${this.path} cannot be read (${code})`, { cause });
	}
}
