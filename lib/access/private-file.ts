import { randomBytes } from "node:crypto";
import {
	chmodSync,
	closeSync,
	fstatSync,
	fsyncSync,
	openSync,
	readFileSync,
	renameSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { open, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { makeDirectory } from "@/lib/make-directory";

const ownerOnly = 0o600;
const others = 0o077;

/**
 * A small file that only its owner may read, always replaced as a whole: whenever the machine fails, what is found
 * afterwards is the text before or the text after.
 */
export class PrivateFile {
	readonly path: string;
	#stamp: string | null = null;
	/** Counts what was read and written, so that nothing made of an older text replaces a newer one. */
	#turn = 0;

	constructor(path: string) {
		this.path = path;
	}

	/** Its text, `null` where there is no such file. Throws where it cannot be read. */
	read(): string | null {
		this.#turn++;
		let descriptor: number;
		try {
			descriptor = openSync(this.path, "r");
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
			this.#stamp = null;
			return null;
		}
		try {
			// Of the very file that is read, for another may take its place meanwhile.
			this.#stamp = stampOf(fstatSync(descriptor, { bigint: true }));
			return readFileSync(descriptor, "utf8");
		} finally {
			closeSync(descriptor);
		}
	}

	/** Whether it is another one than was read or written last. */
	get isChanged(): boolean {
		const now = statSync(this.path, { bigint: true, throwIfNoEntry: false });
		return (now ? stampOf(now) : null) !== this.#stamp;
	}

	/** The same without keeping others waiting, for a disk may be slow, or gone. */
	async hasChanged(): Promise<boolean> {
		const now = await stat(this.path, { bigint: true }).catch((error) => {
			if (error.code === "ENOENT") return null;
			throw error;
		});
		return (now ? stampOf(now) : null) !== this.#stamp;
	}

	/** Takes the right to read it from all but its owner. Gives the mode that it had if others could. */
	tighten(): string | null {
		// Windows has no such modes.
		if (process.platform === "win32") return null;
		const { mode } = statSync(this.path);
		if ((mode & others) === 0) return null;
		chmodSync(this.path, ownerOnly);
		return (mode & 0o777).toString(8);
	}

	/** Puts it aside under a name of its own, where nothing changes it any more. Gives that name. */
	setAside(): string {
		const time = new Date().toISOString().replace(/[:.]/g, "-");
		const aside = `${this.path}.damaged-${time}`;
		renameSync(this.path, aside);
		this.#stamp = null;
		return aside;
	}

	/**
	 * Replaces it, and resolves once that outlives a power cut: `false` when somebody else replaced it meanwhile, and
	 * nothing was done. `onReplaced` is called in the very moment when it is, as another may be there before the disk has
	 * it. Rejects where it cannot be written.
	 */
	async replace(text: string, onReplaced: () => void): Promise<boolean> {
		const draft = this.#draft();
		const turn = this.#turn;
		try {
			const handle = await open(draft, "wx", ownerOnly);
			try {
				await handle.writeFile(text);
				await handle.sync();
			} finally {
				await handle.close();
			}
			// In one go, so that nothing comes between but what another process does in these microseconds.
			if (this.isChanged || this.#turn !== turn) return false;
			this.#take(draft);
			onReplaced();
		} finally {
			await rm(draft, { force: true });
		}
		const directory = await open(dirname(this.path), "r");
		// Not every file system can do this for a directory.
		await directory.sync().catch(() => {});
		await directory.close();
		return true;
	}

	/** The same at once, for the last moment of a process. */
	replaceNow(text: string): void {
		const draft = this.#draft();
		const descriptor = openSync(draft, "wx", ownerOnly);
		try {
			writeFileSync(descriptor, text);
			fsyncSync(descriptor);
		} finally {
			closeSync(descriptor);
		}
		this.#take(draft);
	}

	#take(draft: string): void {
		renameSync(draft, this.path);
		this.#stamp = stampOf(statSync(this.path, { bigint: true }));
		this.#turn++;
	}

	#draft(): string {
		makeDirectory(dirname(this.path));
		return `${this.path}.draft-${process.pid}-${randomBytes(3).toString("hex")}`;
	}
}

function stampOf({ ino, size, mtimeNs }: { ino: bigint; size: bigint; mtimeNs: bigint }): string {
	return `${ino}:${size}:${mtimeNs}`;
}
