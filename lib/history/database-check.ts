import { existsSync, statSync } from "node:fs";
import { attach, detach, readNumber, readPragma } from "./attach";
import type { FileHeader } from "./database-file";
import { applicationId, schemaVersion } from "./schema";
import type { Connect, Database } from "./sqlite";

/** A file's contents are not what was written. */
export class Damage extends Error {
	override name = "Damage";
}

/** Throws where a file is damaged, of a newer version, or another program's, and leaves it as it is. */
export function requireOurs(file: string, header: FileHeader | null, connect: Connect): void {
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
	const database = attach(file, connect, "mode=ro");
	try {
		const id = readPragma(database, "application_id");
		const tables = readNumber(database, "SELECT count(*) FROM history.sqlite_schema");
		return id === applicationId || (id === 0 && tables === 0);
	} finally {
		detach(database);
	}
}

/** Throws where these tables are newer than what this program knows. */
export function requireVersion(file: string, version: number): void {
	if (version <= schemaVersion) return;
	throw new Error(
		`${file} is of a newer Hostbeat: its tables are of version ${version}, and this one knows them up to version ${schemaVersion}. Start the newer one again, or name another directory with HOSTBEAT_DATA_DIR`,
	);
}

/**
 * Throws a `Damage` where the file is not whole. Bounded in time however large it is: what chunks hold has checksums of
 * its own, which are looked at when it is read.
 */
export function requireWhole(database: Database, file: string, checkedBytes: number): void {
	const { size } = statSync(file);
	if (size < readPragma(database, "page_count") * readPragma(database, "page_size"))
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
