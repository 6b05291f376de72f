import { type BigIntStats, type Dirent, lstatSync, opendirSync, type Stats } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { InodeSet } from "./inode-set";
import { emptyUsage, type TreeLimits, type Usage, UsageTree } from "./usage-tree";

/** How far a walk is. */
export interface WalkState {
	/** What is looked at: bytes, each a character of it. */
	path: string;
	/** So many files and directories were counted. */
	entries: number;
	/** Of the whole, 0 to 1, if all subdirectories of a directory were as large; never goes back. */
	share: number;
}

export interface WalkOptions {
	/** What is mounted there is left out, also where it is of the same file system. */
	isMountPoint: (path: string) => boolean;
	limits: TreeLimits;
	/** So long others wait: a cancel, say. */
	breathMs: number;
	signal: AbortSignal;
	onState: (state: WalkState) => void;
	/** Something could not be looked at. */
	onFault: (path: string, error: NodeJS.ErrnoException) => void;
}

/** What was found. */
export interface Walked {
	usage: Usage;
	/** File systems, or parts of one, that are mounted below it. */
	mountPoints: number;
	/** Further names of files that were counted under another one. */
	furtherNames: number;
	/** What was there, and was not a moment later. */
	vanished: number;
}

interface Frame {
	path: string;
	/** Names of subdirectories that are still to be looked at. */
	rest: string[];
	/** How much of the whole each of them is. */
	share: number;
}

const blockBytes = 512;
const namesAtOnce = 1_024;

/**
 * Looks at everything below a directory, without following symbolic links or leaving its file system, and tells what is
 * large. What cannot be read, or is gone when its turn comes, is told and left out. Rejects with the signal's reason, or
 * with what is wrong with the directory itself. Paths are bytes, each a character of a text.
 */
// All calls are synchronous: they take microseconds, and the thread pool several times as long. The process is our own.
export async function walk(root: string, options: WalkOptions): Promise<Walked> {
	const found = new Walk(root, options);
	return found.run();
}

class Walk {
	#options: WalkOptions;
	#device: number;
	#tree: UsageTree;
	#seen = new InodeSet();
	#frames: Frame[] = [];
	#state: WalkState;
	#walked: Walked;
	#breathedAt = performance.now();

	constructor(root: string, options: WalkOptions) {
		const stats = lstatSync(toBuffer(root));
		const usage = { ...emptyUsage(root, true), directories: 1, bytes: bytesOf(stats) };
		this.#options = options;
		this.#device = stats.dev;
		this.#tree = new UsageTree(usage, options.limits);
		this.#state = { path: root, entries: 1, share: 0 };
		this.#walked = { usage, mountPoints: 0, furtherNames: 0, vanished: 0 };
	}

	async run(): Promise<Walked> {
		const { usage } = this.#walked;
		await this.#open(usage.name, 1);
		for (let frame = this.#frames.at(-1); frame; frame = this.#frames.at(-1)) {
			const name = frame.rest.pop();
			if (name === undefined) {
				this.#frames.pop();
				if (this.#frames.length > 0) this.#tree.leave();
			} else {
				await this.#enter(name, join(frame.path, name), frame.share);
			}
			if (this.#isDue) await this.#breathe();
		}
		this.#tree.close();
		return this.#walked;
	}

	async #enter(name: string, path: string, share: number): Promise<void> {
		const stats = this.#look(path);
		if (!stats?.isDirectory() || stats.dev !== this.#device) {
			this.#state.share += share;
			if (stats) this.#count(name, path, stats);
			return;
		}
		this.#state.entries++;
		this.#tree.enter({ ...emptyUsage(name, true), directories: 1, bytes: bytesOf(stats) });
		try {
			await this.#open(path, share);
		} catch (error) {
			this.#options.signal.throwIfAborted();
			this.#note(path, error);
			this.#state.share += share;
			this.#tree.leave();
		}
	}

	/** Counts all in a directory but what is in its subdirectories, which are left for later. Throws where it cannot be opened. */
	async #open(path: string, share: number): Promise<void> {
		const names = opendirSync(toBuffer(path), { encoding: "latin1", bufferSize: namesAtOnce });
		const rest: string[] = [];
		this.#state.path = path;
		try {
			for (let entry = names.readSync(); entry; entry = names.readSync()) {
				if (this.#isDue) await this.#breathe();
				this.#take(entry, path, rest);
			}
		} catch (error) {
			this.#options.signal.throwIfAborted();
			// What was read until then is true all the same.
			this.#note(path, error);
		} finally {
			names.closeSync();
		}
		const part = share / (rest.length + 1);
		this.#state.share += part;
		this.#frames.push({ path, rest, share: part });
	}

	#take(entry: Dirent, directory: string, rest: string[]): void {
		const { name } = entry;
		const path = join(directory, name);
		// Before it is looked at: what is mounted from a machine that is gone would never answer.
		if (this.#options.isMountPoint(path)) {
			this.#walked.mountPoints++;
		} else if (entry.isDirectory()) {
			rest.push(name);
		} else {
			const stats = this.#look(path);
			// Not every file system tells with its name what it is.
			if (stats?.isDirectory()) rest.push(name);
			else if (stats) this.#count(name, path, stats);
		}
	}

	#count(name: string, path: string, stats: Stats): void {
		if (stats.dev !== this.#device) {
			this.#walked.mountPoints++;
			return;
		}
		if (stats.nlink > 1 && !this.#seen.add(inodeOf(path, stats))) {
			this.#walked.furtherNames++;
			return;
		}
		this.#state.entries++;
		this.#tree.addFile(name, bytesOf(stats), stats.size);
	}

	#look(path: string): Stats | null {
		try {
			return lstatSync(toBuffer(path));
		} catch (error) {
			this.#note(path, error);
			return null;
		}
	}

	#note(path: string, error: unknown): void {
		const fault = error as NodeJS.ErrnoException;
		if (fault.code === "ENOENT" || fault.code === "ENOTDIR") this.#walked.vanished++;
		else this.#tree.miss();
		this.#options.onFault(path, fault);
	}

	get #isDue(): boolean {
		return performance.now() - this.#breathedAt >= this.#options.breathMs;
	}

	async #breathe(): Promise<void> {
		this.#options.onState(this.#state);
		await setImmediate();
		this.#options.signal.throwIfAborted();
		this.#breathedAt = performance.now();
	}
}

const toBuffer = (path: string) => Buffer.from(path, "latin1");
const join = (directory: string, name: string) =>
	directory.endsWith("/") ? directory + name : `${directory}/${name}`;

/** What it takes up on the disk; Windows does not know. */
const bytesOf = ({ blocks, size }: Stats) => (blocks === undefined ? size : blocks * blockBytes);

/** Exactly: some file systems have numbers that no double can hold. */
function inodeOf(path: string, { ino }: Stats): bigint {
	if (Number.isSafeInteger(ino)) return BigInt(ino);
	const exact: BigIntStats | undefined = lstatSync(toBuffer(path), { bigint: true, throwIfNoEntry: false });
	return exact?.ino ?? 0n;
}
