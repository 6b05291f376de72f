import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { attach, detach, type Mode, readNumber, readPragma } from "./attach";
import { requireOurs } from "./database-check";
import { readHeader } from "./database-file";
import { isDamage, loadSqlite } from "./sqlite";

interface BackupOptions {
	/** The history's file, which is only read, whether a server writes to it or not. */
	source: string;
	target: string;
	/** Whether `target` may be replaced. */
	force: boolean;
	/** Hears how much of it is done, from 0 to 1. */
	onProgress: (done: number) => void;
}

/** What a copy holds. */
export interface Backup {
	bytes: number;
	series: number;
	facts: number;
	/** Jobs, with what they said. */
	jobs: number;
	/** Series that were pushed or imported; `series` counts them, too. */
	ownSeries: number;
	/** Of its oldest and its newest reading, in Unix milliseconds; `null` without one. */
	from: number | null;
	to: number | null;
}

const pagesAtOnce = 2_000;

/**
 * Copies the history as it is at this moment, looks the copy through, and only then gives it its name. Throws an Error
 * that says what to do.
 */
export async function backUp({ source, target, force, onProgress }: BackupOptions): Promise<Backup> {
	const { connect, backup } = loadSqlite();
	requireSource(source);
	requireTarget(target, source, force);
	const partial = `${target}.partial-${process.pid}`;
	const copy = async (mode: Mode) => {
		const database = attach(source, connect, mode);
		try {
			// What is read stays as it is now: else each tick of the server would begin the copy anew.
			database.exec("BEGIN; SELECT count(*) FROM history.sqlite_schema");
			await backup(database, partial, {
				source: "history",
				rate: pagesAtOnce,
				progress: ({ totalPages, remainingPages }) => onProgress(1 - remainingPages / totalPages),
			});
		} finally {
			detach(database);
		}
	};
	const remove = () => {
		for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(partial + end, { force: true });
	};
	try {
		const header = readHeader(source);
		if (!header) throw new Error(`${source} is empty: there is nothing to back up.`);
		requireOurs(source, header, connect);
		// For this user's eyes only: it tells of every program that ran.
		closeSync(openSync(partial, "wx", 0o600));
		const before = stateOf(source);
		await copy(before.hasLog ? "mode=ro" : "immutable=1");
		// A server was started meanwhile.
		if (!before.hasLog && stateOf(source).changed !== before.changed) await copy("mode=ro");
		const found = lookThrough(partial, connect);
		const opened = openSync(partial, "r+");
		fsyncSync(opened);
		closeSync(opened);
		requireTarget(target, source, force);
		renameSync(partial, target);
		return found;
	} catch (error) {
		remove();
		throw explain(error, source, target);
	}
}

/** A server that runs has a log. */
function stateOf(source: string): { hasLog: boolean; changed: string } {
	const { mtimeMs, size } = statSync(source);
	const hasLog = existsSync(`${source}-wal`);
	return { hasLog, changed: `${mtimeMs} ${size} ${hasLog}` };
}

function lookThrough(file: string, connect: ReturnType<typeof loadSqlite>["connect"]): Backup {
	const database = attach(file, connect);
	try {
		// One file is all of it, also for who copies it on.
		database.exec("PRAGMA history.journal_mode = DELETE");
		const { quick_check: word } = database.prepare("PRAGMA history.quick_check(1)").get() as {
			quick_check: string;
		};
		if (word !== "ok") throw Object.assign(new Error(word), { errcode: 11 });
		const read = (query: string) => readNumber(database, query);
		// One of an older Hostbeat has not all of them.
		const count = (table: string) => {
			const isThere = read(`SELECT count(*) FROM history.sqlite_schema WHERE name = '${table}'`) === 1;
			return isThere ? (read(`SELECT count(*) FROM ${table}`) ?? 0) : 0;
		};
		const ownSeries = count("own_series");
		return {
			bytes: readPragma(database, "page_count") * readPragma(database, "page_size"),
			series: count("series") + ownSeries,
			jobs: count("job"),
			ownSeries,
			facts: count("fact"),
			from: read(
				"SELECT min(time) FROM (SELECT min(start) AS time FROM chunk UNION ALL SELECT min(time) FROM tick)",
			),
			to: read(
				"SELECT max(time) FROM (SELECT max(end) - 1 AS time FROM chunk UNION ALL SELECT max(time) FROM tick)",
			),
		};
	} finally {
		detach(database);
	}
}

function requireSource(source: string): void {
	if (existsSync(source)) return;
	throw new Error(
		`There is no history at ${source}. Name the directory that the server keeps it in: HOSTBEAT_DATA_DIR=/path npm run backup -- <file>`,
	);
}

function requireTarget(target: string, source: string, force: boolean): void {
	if (!existsSync(dirname(target)))
		throw new Error(`${dirname(target)} is not there: make it, or name another file.`);
	if (!existsSync(target)) return;
	const { dev, ino } = statSync(source);
	const found = statSync(target);
	if (found.isDirectory()) throw new Error(`${target} is a directory: name a file in it.`);
	if (found.dev === dev && found.ino === ino)
		throw new Error(`${target} is the history itself: name another file.`);
	if (!force) throw new Error(`${target} is there already: name another file, or replace it with --force.`);
}

const reasons: Record<string, string> = {
	EACCES: "this user may not write there: name another file, or change the rights of its directory",
	EPERM: "this user may not write there: name another file, or change the rights of its directory",
	EROFS: "its file system is read-only: name another file",
	ENOSPC: "the disk is full: free some of it, or name a file on another disk",
};
const full = 13;

function explain(error: unknown, source: string, target: string): unknown {
	const { code = "", errcode, message } = error as NodeJS.ErrnoException & { errcode?: number };
	if (isDamage(error)) {
		return new Error(
			`${source} is damaged (${message}), and was not backed up. Hostbeat sets it aside when it starts again.`,
			{ cause: error },
		);
	}
	const reason = reasons[errcode === full ? "ENOSPC" : code];
	if (reason) return new Error(`${target} could not be written: ${reason}.`, { cause: error });
	if (errcode === undefined) return error;
	return new Error(`${source} could not be backed up to ${target}: ${message}`, { cause: error });
}
