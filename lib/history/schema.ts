import type { Database } from "./sqlite";

/** Stands in the file's header and says that it is ours: "HbHi". */
export const applicationId = 0x48624869;

/** Each takes the tables one version further. What is here once is never changed: files of it exist. */
const migrations: readonly string[] = [
	`PRAGMA history.application_id = ${applicationId};
	CREATE TABLE history.meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
	CREATE TABLE history.series (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, seen INTEGER NOT NULL);
	CREATE TABLE history.tick (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, data BLOB NOT NULL);
	CREATE TABLE history.chunk (
		id INTEGER PRIMARY KEY AUTOINCREMENT, tier INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
		data BLOB NOT NULL
	);
	CREATE INDEX history.chunk_range ON chunk (tier, start, end);
	CREATE TABLE history.tier (
		step INTEGER PRIMARY KEY, retention INTEGER NOT NULL, open_from INTEGER, retired INTEGER NOT NULL
	);
	CREATE TABLE history.fact (
		id INTEGER PRIMARY KEY, time INTEGER NOT NULL, until INTEGER, kind TEXT NOT NULL, detail TEXT NOT NULL,
		covered INTEGER NOT NULL DEFAULT 0
	);
	CREATE INDEX history.fact_time ON fact (time);
	CREATE TABLE history.process_minute (time INTEGER PRIMARY KEY, data TEXT NOT NULL);
	CREATE TABLE history.process_hour (time INTEGER PRIMARY KEY, data BLOB NOT NULL);`,
	`CREATE TABLE history.job (
		id TEXT PRIMARY KEY, key TEXT, ended INTEGER, bytes INTEGER NOT NULL DEFAULT 0, data TEXT NOT NULL
	) WITHOUT ROWID;
	CREATE INDEX history.job_key ON job (key) WHERE key IS NOT NULL;
	CREATE INDEX history.job_unfinished ON job (id) WHERE ended IS NULL;
	CREATE TABLE history.job_message (
		job TEXT NOT NULL, seq INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (job, seq)
	) WITHOUT ROWID;
	CREATE TABLE history.job_page (
		id INTEGER PRIMARY KEY, job TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, data BLOB NOT NULL
	);
	CREATE UNIQUE INDEX history.job_page_last ON job_page (job, last);
	CREATE TABLE history.own_series (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
	CREATE TABLE history.own_reading (
		series INTEGER NOT NULL, time INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (series, time)
	) WITHOUT ROWID;
	CREATE TABLE history.own_minute (
		series INTEGER NOT NULL, time INTEGER NOT NULL, min REAL NOT NULL, max REAL NOT NULL, mean REAL NOT NULL,
		last REAL NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (series, time)
	) WITHOUT ROWID;`,
];

/** The version of the tables that this program writes. */
export const schemaVersion = migrations.length;

/** Brings the tables from their version to the newest, each step wholly or not at all. */
export function migrate(database: Database, steps: readonly string[] = migrations): void {
	const { user_version: version } = database.prepare("PRAGMA history.user_version").get() as {
		user_version: number;
	};
	for (const [index, step] of steps.entries()) {
		if (index < version) continue;
		database.exec("BEGIN IMMEDIATE");
		try {
			database.exec(`${step}; PRAGMA history.user_version = ${index + 1}`);
			database.exec("COMMIT");
		} catch (error) {
			// A full disk has rolled it back already.
			if (database.isTransaction) database.exec("ROLLBACK");
			throw error;
		}
	}
}
