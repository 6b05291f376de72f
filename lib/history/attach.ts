import { pathToFileURL } from "node:url";
import type { Connect, Database } from "./sqlite";

/** How a file is opened: the last takes no notice of a log, and leaves nothing beside the file. */
export type Mode = "mode=rwc" | "mode=ro" | "immutable=1";

/**
 * Opens a file as the schema `history`. A file that is attached is closed when it is detached; one that was opened by
 * itself stays open until its last statement is collected as garbage, and would then delete the log of the file that
 * has its name by then.
 */
export function attach(file: string, connect: Connect, mode: Mode = "mode=rwc"): Database {
	const database = connect(":memory:");
	database.prepare("ATTACH ? AS history").run(`${pathToFileURL(file).href}?${mode}`);
	return database;
}

/** Closes what `attach` opened, and takes back what was not committed. */
export function detach(database: Database): void {
	try {
		if (database.isTransaction) database.exec("ROLLBACK");
		database.exec("DETACH history");
	} catch {
		// A statement in the middle of its rows holds the file: it is closed with that one.
	}
	database.close();
}

/** The value of a pragma of the file. */
export function readPragma(database: Database, name: string): number {
	return readNumber(database, `PRAGMA history.${name}`) ?? 0;
}

/** The one number that a query gives. */
export function readNumber(database: Database, query: string): number | null {
	return Object.values(database.prepare(query).get() as Record<string, number | null>)[0] ?? null;
}
