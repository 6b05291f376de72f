import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { type FileHeader, prepareFile, readHeader, setAside } from "./database-file";
import { lockDatabase } from "./database-lock";
import { applicationId, migrate, schemaVersion } from "./schema";

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

/** A file's contents are not what was written. */
export class Damage extends Error {
	override name = "Damage";
}

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
		const { database, setAside } = openOrSetAside(file, () => open(file, connect, checkedBytes));
		return {
			database,
			setAside,
			close: () => {
				try {
					close(database);
				} finally {
					lock.release();
				}
			},
		};
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

function open(file: string, connect: Connect, checkedBytes: number): Database {
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
		requireVersion(file, pragma(database, "user_version"));
		requireWhole(database, file, checkedBytes);
		migrate(database);
		return database;
	} catch (error) {
		close(database);
		throw error;
	}
}

/**
 * A file that is attached is closed when it is detached. One that was opened stays open until the last statement is
 * collected as garbage, and would then delete the log of the file that has its name by then.
 */
function attach(file: string, connect: Connect, mode: "rwc" | "ro" = "rwc"): Database {
	const database = connect(":memory:");
	database.prepare("ATTACH ? AS history").run(`${pathToFileURL(file).href}?mode=${mode}`);
	return database;
}

function close(database: Database): void {
	if (database.isTransaction) database.exec("ROLLBACK");
	database.exec("DETACH history");
	database.close();
}

function requireOurs(file: string, header: FileHeader | null, connect: Connect): void {
	if (!header) {
		if (existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0) throw new Damage("it is empty");
		return;
	}
	if (!header.isDatabase) throw new Damage("it is no database");
	if (header.applicationId === applicationId) requireVersion(file, header.version);
	else if (!isOursInLog(file, connect)) {
		throw new Error(
			`${file} is a database of another program: move it away, or name another directory with HOSTBEAT_DATA_DIR`,
		);
	}
}

/** Whether the process that made it was killed before more of it than its log was written, or before its first table. */
function isOursInLog(file: string, connect: Connect): boolean {
	const database = attach(file, connect, "ro");
	try {
		const row = database.prepare("SELECT count(*) AS count FROM history.sqlite_schema").get();
		const id = pragma(database, "application_id");
		return id === applicationId || (id === 0 && (row as { count: number }).count === 0);
	} finally {
		close(database);
	}
}

function requireVersion(file: string, version: number): void {
	if (version <= schemaVersion) return;
	throw new Error(
		`${file} is of a newer Hostbeat: its tables are of version ${version}, and this one knows them up to version ${schemaVersion}. Start the newer one again, or name another directory with HOSTBEAT_DATA_DIR`,
	);
}

/** Bounded in time however large the file is: what chunks hold has checksums of its own, which are looked at when it is read. */
function requireWhole(database: Database, file: string, checkedBytes: number): void {
	const { size } = statSync(file);
	if (size < pragma(database, "page_count") * pragma(database, "page_size"))
		throw new Damage("its end is missing");
	const rows = database.prepare("SELECT name FROM history.sqlite_schema WHERE type = 'table'").all();
	const tables = (rows as unknown as { name: string }[]).map(({ name }) => name);
	const parts = size <= checkedBytes ? ["1"] : tables.filter((name) => name !== "chunk");
	for (const part of parts) {
		const answer = database.prepare(`PRAGMA history.quick_check(${part})`).get() as { quick_check: string };
		if (answer.quick_check !== "ok") throw new Damage(answer.quick_check);
	}
	if (tables.includes("chunk")) database.prepare("SELECT sum(length(data)) FROM chunk").get();
}

function pragma(database: Database, name: string): number {
	return Object.values(
		database.prepare(`PRAGMA history.${name}`).get() as Record<string, number>,
	)[0] as number;
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
