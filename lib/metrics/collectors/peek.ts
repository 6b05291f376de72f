import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Looks at what lies below one root: all that is not there, or may not be read, is `null`, and no entry of a list. */
export interface Peek {
	text(path: string): string | null;
	/** Where a link leads to. */
	link(path: string): string | null;
	list(path: string): string[];
	directories(path: string): string[];
	exists(path: string): boolean;
	/** Where that is for whoever opens it. */
	place(path: string): string;
}

/** Looks at the files of this system, or at a tree like it below `root`. */
export function createPeek(root = ""): Peek {
	const or = <T>(otherwise: T, read: () => T): T => {
		try {
			return read();
		} catch {
			// Not every system has the file, and within a sandbox many may not be read: that is itself an answer.
			return otherwise;
		}
	};
	return {
		text: (path) => or(null, () => readFileSync(`${root}${path}`, "utf8")),
		link: (path) => or(null, () => readlinkSync(`${root}${path}`)),
		list: (path) => or([], () => readdirSync(`${root}${path}`)),
		directories: (path) =>
			or([], () =>
				readdirSync(`${root}${path}`, { withFileTypes: true })
					.filter((entry) => entry.isDirectory())
					.map(({ name }) => name),
			),
		exists: (path) => existsSync(`${root}${path}`),
		place: (path) => `${root}${path}`,
	};
}
