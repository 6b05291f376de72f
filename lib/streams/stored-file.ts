import type { Log } from "@/lib/log";
import { readStored, type StoredStream, writeStored } from "./stored";

/** A file that is replaced as a whole. */
export interface WholeFile {
	readonly path: string;
	read(): string | null;
	setAside(): string;
	/** Resolves with `false` where somebody else replaced it since it was read. */
	replace(text: string, onReplaced: () => void): Promise<boolean>;
	replaceNow(text: string): void;
}

const afterMs = 5_000;

/** Keeps what was pushed last, beside the event loop; what fails is said in the log once. */
export class StoredFile {
	#file: WholeFile | null;
	#log: Log;
	#read: () => StoredStream[];
	#timer: NodeJS.Timeout | null = null;
	#isDirty = false;
	#isTroubled = false;

	/** `read` gives what is to be kept, the same list until it changes; without a file nothing is. */
	constructor(file: WholeFile | null, log: Log, read: () => StoredStream[]) {
		this.#file = file;
		this.#log = log;
		this.#read = read;
	}

	/** What was kept before. A damaged file is put aside. */
	load(): StoredStream[] {
		const file = this.#file;
		if (!file) return [];
		try {
			const text = file.read();
			if (text === null) return [];
			try {
				return readStored(text);
			} catch (error) {
				const { message } = error as Error;
				this.#log.warn(`${file.path} is damaged (${message.split("\n")[0]}), and is now ${file.setAside()}.`);
			}
		} catch (error) {
			this.#tell(error);
		}
		return [];
	}

	/** Keeps what there is then, within seconds. */
	soon(): void {
		if (!this.#file) return;
		this.#isDirty = true;
		this.#timer ??= setTimeout(() => void this.#write(), afterMs).unref();
	}

	/** Keeps what is not yet kept. */
	close(): void {
		if (this.#timer) clearTimeout(this.#timer);
		if (!this.#isDirty) return;
		try {
			this.#file?.replaceNow(writeStored(this.#read()));
		} catch (error) {
			this.#tell(error);
		}
	}

	async #write(): Promise<void> {
		this.#timer = null;
		const file = this.#file;
		const streams = this.#read();
		try {
			// Of two servers on one directory the last one's counts.
			if (!(await file?.replace(writeStored(streams), () => {}))) file?.read();
			else if (this.#read() === streams) this.#isDirty = false;
			this.#isTroubled = false;
		} catch (error) {
			this.#tell(error);
		}
	}

	#tell(error: unknown): void {
		if (this.#isTroubled) return;
		this.#isTroubled = true;
		const { code, message } = error as NodeJS.ErrnoException;
		this.#log.warn(
			`${this.#file?.path} cannot be used (${code ?? message}): what was pushed last is lost at the end.`,
		);
	}
}
