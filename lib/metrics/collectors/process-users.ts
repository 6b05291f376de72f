import { readFileSync, statSync } from "node:fs";
import { cleanText } from "./process-text";

const lookAgainMs = 60_000;
const mostCharacters = 32;

/** Reads the names of users out of `/etc/passwd` (passwd(5)), by their number; the first name of a number counts. */
export function parsePasswd(text: string): Map<number, string> {
	const names = new Map<number, string>();
	for (const line of text.split("\n")) {
		const [name = "", , digits = ""] = line.split(":");
		const uid = Number(digits);
		if (name && /^\d+$/.test(digits) && !names.has(uid))
			names.set(uid, cleanText(name).slice(0, mostCharacters));
	}
	return names;
}

/** Reads the effective user, whose rights a process has, out of `/proc/<pid>/status`; `null` where it is not told. */
export function parseEffectiveUser(text: string): number | null {
	// A line end in the name of the process, which stands before, is written as \n by the kernel.
	const digits = /^Uid:\t\d+\t(\d+)\t/m.exec(text)?.[1];
	return digits === undefined ? null : Number(digits);
}

/** Names the users of the observed host, whose file systems begin at `root`; without one they stay numbers. */
export class UserNames {
	#path: string | null;
	#names = new Map<number, string>();
	#version = "";
	#lookedAtMs = Number.NEGATIVE_INFINITY;
	#monotonicMs: () => number;

	constructor(root: string | null, monotonicMs = () => performance.now()) {
		this.#path = root === null ? null : `${root}/etc/passwd`;
		this.#monotonicMs = monotonicMs;
	}

	/** The name of a user, or its number where it has none there: one of a directory in the network, say. */
	find(uid: number): string {
		this.#look();
		return this.#names.get(uid) ?? String(uid);
	}

	#look(): void {
		const now = this.#monotonicMs();
		if (this.#path === null || now - this.#lookedAtMs < lookAgainMs) return;
		this.#lookedAtMs = now;
		try {
			const { mtimeMs, ino, size } = statSync(this.#path);
			const version = `${mtimeMs} ${ino} ${size}`;
			if (version === this.#version) return;
			this.#names = parsePasswd(readFileSync(this.#path, "utf8"));
			this.#version = version;
		} catch {
			// Small images have no such file; the numbers say enough.
			this.#names = new Map();
			this.#version = "";
		}
	}
}
