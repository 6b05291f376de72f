import {
	accessSync,
	closeSync,
	constants,
	existsSync,
	openSync,
	readSync,
	renameSync,
	statSync,
} from "node:fs";
import { dirname } from "node:path";
import { makeDirectory } from "@/lib/make-directory";

const { R_OK, W_OK, X_OK } = constants;
const magic = "SQLite format 3\0";
const elsewhere = "or name another directory with HOSTBEAT_DATA_DIR";

/** What the beginning of a file says of it (https://www.sqlite.org/fileformat.html#the_database_header). */
export interface FileHeader {
	isDatabase: boolean;
	version: number;
	applicationId: number;
}

/**
 * Makes the directory and the file where they are missing, for this user's eyes only. Throws an Error that says what to
 * do where they cannot be written to.
 */
export function prepareFile(file: string): void {
	const directory = dirname(file);
	explained(`${directory} cannot be made`, () => makeDirectory(directory));
	explained(`${directory} cannot be written to`, () => accessSync(directory, R_OK | W_OK | X_OK));
	if (existsSync(file)) {
		if (!statSync(file).isFile()) {
			throw new Error(`${file} is a directory, where a file is expected: move it away, ${elsewhere}`);
		}
		explained(`${file} cannot be written to`, () => accessSync(file, R_OK | W_OK));
		return;
	}
	// SQLite would make it readable for all; what it makes beside it takes after it.
	explained(`${file} cannot be made`, () => closeSync(openSync(file, "a", 0o600)));
}

/** `null` for an empty file. */
export function readHeader(file: string): FileHeader | null {
	const bytes = Buffer.alloc(100);
	const opened = openSync(file, "r");
	const length = readSync(opened, bytes, 0, 100, 0);
	closeSync(opened);
	if (length === 0) return null;
	return {
		isDatabase: length === 100 && bytes.toString("latin1", 0, 16) === magic,
		version: bytes.readInt32BE(60),
		applicationId: bytes.readInt32BE(68),
	};
}

/** Gives a damaged file, with what belongs to it, another name, and returns that: it is never deleted, and replaces none. */
export function setAside(file: string, now = new Date()): string {
	const name = `${file}.damaged-${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
	const isTaken = (name: string) => ["", "-wal", "-shm"].some((end) => existsSync(name + end));
	let free = name;
	for (let number = 2; isTaken(free); number++) free = `${name}-${number}`;
	// The log first: beside a new file it would be taken for that one's.
	for (const end of ["-wal", "-shm", ""]) if (existsSync(file + end)) renameSync(file + end, free + end);
	return free;
}

const reasons: Record<string, string> = {
	EACCES: `this user may not: change its owner or its rights, ${elsewhere}`,
	EPERM: `this user may not: change its owner or its rights, ${elsewhere}`,
	EROFS: `its file system is read-only: make it writable, ${elsewhere}`,
	ENOTDIR: `a part of its path is a file: move that away, ${elsewhere}`,
	EEXIST: `a file has that name: move it away, ${elsewhere}`,
	ENOSPC: "the disk is full: free some of it",
	EDQUOT: "this user's share of the disk is full: free some of it",
};

function explained(what: string, attempt: () => unknown): void {
	try {
		attempt();
	} catch (error) {
		const { code = "", message } = error as NodeJS.ErrnoException;
		throw new Error(`${what}: ${reasons[code] ?? message}`, { cause: error });
	}
}
