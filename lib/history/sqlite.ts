import { createRequire } from "node:module";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { attach, detach, readPragma } from "./attach";
import { Damage, requireOurs, requireVersion, requireWhole } from "./database-check";
import { prepareFile, readHeader, setAside } from "./database-file";
import { lockDatabase } from "./database-lock";
import { migrate } from "./schema";

/**
 * A connection to the history's file, whose tables are those of the schema `history`: pragmas must say so
 * (`PRAGMA history.page_count`). Each statement is to be prepared once, for it lives as long.
 */
export type Database = DatabaseSyncInstance;
export type Connect = (file: string) => Database;

/** The history's file, open and locked. */
export interface OpenDatabase {
	database: Database;
	/** The name that a damaged file was given, `null` where there was none. */
	setAside: string | null;
	close(): void;
}

/** A connection that is collected as garbage is closed, for all that its statements still live, and the lock is gone with it. */
const held = new Set<OpenDatabase>();
const corrupt = 11;
const notDatabase = 26;
const full = 13;

/**
 * Opens the history's file, newly made where there is none; a damaged one is set aside, and a new one begun. Throws an
 * Error that says what to do where the file cannot be written to, is used by another process, is of a newer version, or
 * is not ours; none of these is touched. Up to `checkedBytes` the whole file is looked through, a millisecond for each MiB.
 */
export function openDatabase(file: string, checkedBytes = 128 * 2 ** 20): OpenDatabase {
	const { connect } = loadSqlite();
	prepareFile(file);
	const lock = lockDatabase(file, connect);
	try {
		const { database, setAside } = openOrSetAside(file, () => openWhole(file, connect, checkedBytes));
		const opened: OpenDatabase = {
			database,
			setAside,
			close: () => {
				held.delete(opened);
				try {
					detach(database);
				} finally {
					lock.release();
				}
			},
		};
		held.add(opened);
		return opened;
	} catch (error) {
		lock.release();
		throw explain(error, file);
	}
}

/** Whether an error says that the file is damaged, and not that it cannot be reached or written to. */
export function isDamage(error: unknown): boolean {
	return error instanceof Damage || [corrupt, notDatabase].includes(codeOf(error));
}

/** Throws an Error that says what to do where this machine has no binaries for it. */
export function loadSqlite(): { connect: Connect; backup: typeof import("@photostructure/sqlite").backup } {
	try {
		const { DatabaseSync, backup } = createRequire(import.meta.url)(
			"@photostructure/sqlite",
		) as typeof import("@photostructure/sqlite");
		return { connect: (file) => new DatabaseSync(file), backup };
	} catch (cause) {
		throw new Error(
			`SQLite could not be loaded on this machine (${process.platform} ${process.arch}): install the package @photostructure/sqlite again with its binaries, or turn the history off with HOSTBEAT_HISTORY=0`,
			{ cause },
		);
	}
}

function openOrSetAside(file: string, open: () => Database): Omit<OpenDatabase, "close"> {
	try {
		return { database: open(), setAside: null };
	} catch (error) {
		if (!isDamage(error)) throw error;
		const name = setAside(file);
		prepareFile(file);
		return { database: open(), setAside: name };
	}
}

function openWhole(file: string, connect: Connect, checkedBytes: number): Database {
	// Before SQLite opens it to write, which would already tidy up what it finds.
	const header = readHeader(file);
	requireOurs(file, header, connect);
	const database = attach(file, connect);
	try {
		// A page of 1 KiB makes 1.7 KB of each second's commit, one of 4 KiB 4.7 KB.
		if (!header) database.exec("PRAGMA history.page_size = 1024; PRAGMA history.auto_vacuum = INCREMENTAL");
		database.exec(`PRAGMA history.journal_mode = WAL; PRAGMA history.synchronous = NORMAL;
			PRAGMA history.cache_size = -2000; PRAGMA history.mmap_size = 0; PRAGMA temp_store = MEMORY;
			PRAGMA wal_autocheckpoint = 1000; PRAGMA history.journal_size_limit = 4194304;
			PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
			PRAGMA history.wal_checkpoint(TRUNCATE)`);
		// Again, with what stood only in the log.
		requireVersion(file, readPragma(database, "user_version"));
		requireWhole(database, file, checkedBytes);
		migrate(database);
		return database;
	} catch (error) {
		detach(database);
		throw error;
	}
}

function explain(error: unknown, file: string): unknown {
	const code = codeOf(error);
	if (code === full) return new Error("the disk is full: free some of it", { cause: error });
	if (code === 0) return error;
	return new Error(`${file} could not be opened: ${(error as Error).message}`, { cause: error });
}

/** SQLite's primary result code, 0 for what is no error of SQLite's. */
function codeOf(error: unknown): number {
	return ((error as { errcode?: number }).errcode ?? 0) & 0xff;
}
