/** What something takes up, and all below it. */
export interface Usage {
	/** A part of a path: bytes, each a character of it. */
	name: string;
	isDirectory: boolean;
	/** On the disk, in whole blocks: less than its length where a file has holes. */
	bytes: number;
	/** As long as files say they are. */
	apparentBytes: number;
	/** All that is no directory. */
	files: number;
	directories: number;
	/** What could not be looked at. */
	unread: number;
	/** The largest ones. */
	children: Usage[];
	/** Those that are too small to be told one by one. */
	other: { entries: number; bytes: number; apparentBytes: number };
}

export interface TreeLimits {
	/** Of one directory, so many of the largest. */
	perDirectory: number;
	/** In all; while it grows, ten times as many. */
	entries: number;
	depth: number;
}

/** Something of which nothing is known yet. */
export function emptyUsage(name: string, isDirectory: boolean): Usage {
	return {
		...{ name, isDirectory, bytes: 0, apparentBytes: 0, files: 0, directories: 0, unread: 0 },
		children: [],
		other: { entries: 0, bytes: 0, apparentBytes: 0 },
	};
}

/**
 * Gathers what is large. However much there is, only so many are remembered one by one: where they become more, those
 * that take least are only counted from then on, wherever they are. Sums are exact all the same.
 */
export class UsageTree {
	#limits: TreeLimits;
	/** From the outermost on: those that are not complete yet. */
	#open: Usage[];
	#leastBytes = 1;
	#count = 0;

	constructor(root: Usage, limits: TreeLimits) {
		this.#limits = limits;
		this.#open = [root];
	}

	/** What is added from now on is in this one. */
	enter(directory: Usage): void {
		this.#open.push(directory);
	}

	/** It is complete. */
	leave(): void {
		const usage = this.#open.pop();
		const parent = this.#open.at(-1);
		if (!usage || !parent) return;
		parent.bytes += usage.bytes;
		parent.apparentBytes += usage.apparentBytes;
		parent.files += usage.files;
		parent.directories += usage.directories;
		parent.unread += usage.unread;
		if (this.#isTold(usage.bytes)) {
			this.#keep(parent, usage);
		} else {
			// With all that is in it, which was remembered until now.
			this.#count -= sizeOf(usage) - 1;
			fold(parent, usage.bytes, usage.apparentBytes);
		}
	}

	/** Adds a file to the one that was entered last. */
	addFile(name: string, bytes: number, apparentBytes: number): void {
		const parent = this.#open.at(-1);
		if (!parent) return;
		parent.bytes += bytes;
		parent.apparentBytes += apparentBytes;
		parent.files++;
		// Most are small: of those nothing is made.
		if (this.#isTold(bytes))
			this.#keep(parent, { ...emptyUsage(name, false), files: 1, bytes, apparentBytes });
		else fold(parent, bytes, apparentBytes);
	}

	#isTold(bytes: number): boolean {
		return bytes >= this.#leastBytes && this.#open.length <= this.#limits.depth;
	}

	#keep(parent: Usage, usage: Usage): void {
		parent.children.push(usage);
		this.#count++;
		if (parent.children.length > this.#limits.perDirectory * 2) this.#keepLargest(parent);
		while (this.#count > this.#limits.entries * growth) {
			this.#leastBytes *= 2;
			for (const open of this.#open) this.#sweep(open);
		}
	}

	/** Something in the one that was entered last could not be looked at. */
	miss(): void {
		const parent = this.#open.at(-1);
		if (parent) parent.unread++;
	}

	/** Keeps the largest ones of all, each in what it is in; nothing is added any more then. */
	close(): void {
		const [root] = this.#open;
		if (!root) return;
		const all: { usage: Usage; depth: number }[] = [];
		const visit = (usage: Usage, depth: number) => {
			this.#keepLargest(usage);
			all.push({ usage, depth });
			for (const child of usage.children) visit(child, depth + 1);
		};
		visit(root, 0);
		// Nothing is larger than what it is in, so that with each also that one is kept.
		all.sort((a, b) => b.usage.bytes - a.usage.bytes || a.depth - b.depth);
		const kept = new Set(all.slice(0, this.#limits.entries).map(({ usage }) => usage));
		for (const { usage } of all) this.#keepOnly(usage, (child) => kept.has(child));
		this.#open = [];
	}

	#keepLargest(usage: Usage): void {
		usage.children.sort((a, b) => b.bytes - a.bytes);
		const largest = new Set(usage.children.slice(0, this.#limits.perDirectory));
		if (largest.size < usage.children.length) this.#keepOnly(usage, (child) => largest.has(child));
	}

	#sweep(usage: Usage): void {
		this.#keepOnly(usage, ({ bytes }) => bytes >= this.#leastBytes);
		for (const child of usage.children) this.#sweep(child);
	}

	#keepOnly(parent: Usage, isKept: (child: Usage) => boolean): void {
		const all = parent.children;
		parent.children = all.filter(isKept);
		if (parent.children.length === all.length) return;
		for (const child of all) {
			if (isKept(child)) continue;
			this.#count -= sizeOf(child);
			fold(parent, child.bytes, child.apparentBytes);
		}
	}
}

/** Once complete, a directory may turn out to be larger than all that there were before. */
const growth = 10;

const sizeOf = (usage: Usage): number => usage.children.reduce((sum, child) => sum + sizeOf(child), 1);

function fold({ other }: Usage, bytes: number, apparentBytes: number): void {
	other.entries++;
	other.bytes += bytes;
	other.apparentBytes += apparentBytes;
}
