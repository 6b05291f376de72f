import { rmSync } from "node:fs";
import { prepareFile } from "./database-file";
import type { Connect, Database } from "./sqlite";

const busy = 5;
const notDatabase = 26;

/**
 * Makes sure that one process alone writes to the file, until `release` or its end, however it ends. Throws an Error
 * that names the other process, at once. A backup may still read the file.
 */
export function lockDatabase(file: string, connect: Connect): { release(): void } {
	// A file of its own, for a lock on the history's own would also turn a backup away.
	const lockFile = `${file}-lock`;
	prepareFile(lockFile);
	const lock = connect(lockFile);
	try {
		lock.exec("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA page_size = 512");
		// It leaves the lock open to readers, who find the owner's process where a version would stand.
		lock.exec("BEGIN IMMEDIATE");
		tellOwner(lock);
		return { release: () => lock.close() };
	} catch (error) {
		const { errcode } = error as { errcode?: number };
		const owner = errcode === busy ? readOwner(lock) : null;
		lock.close();
		if (errcode === notDatabase) {
			// Nothing is lost with it, and nobody can hold what is no database.
			rmSync(lockFile);
			return lockDatabase(file, connect);
		}
		if (owner === null) throw error;
		throw new Error(
			`another Hostbeat${owner && ` (process ${owner})`} uses ${file}: stop it, or give this one a directory of its own with HOSTBEAT_DATA_DIR`,
		);
	}
}

function tellOwner(lock: Database): void {
	try {
		lock.exec(`PRAGMA user_version = ${process.pid}; COMMIT`);
	} catch {
		// The disk is full: locked it is all the same, only that nobody learns by whom.
		if (lock.isTransaction) return;
	}
	lock.exec("BEGIN IMMEDIATE");
}

/** Empty where it is not known. */
function readOwner(lock: Database): string {
	try {
		const { user_version: pid } = lock.prepare("PRAGMA user_version").get() as { user_version: number };
		return pid > 0 ? String(pid) : "";
	} catch {
		// It is being written just now.
		return "";
	}
}
