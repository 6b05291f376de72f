import type { Database } from "./sqlite";

/** A loss of power costs no more than this. */
const durableMs = 10_000;

/** Writes to a file, all or nothing, so that an end of the process loses nothing, and one of the power 10 s at most. */
export class Transactions {
	#database: Database;
	#now: () => number;
	#durableAt: number;

	constructor(database: Database, now: () => number) {
		this.#database = database;
		this.#now = now;
		this.#durableAt = Number.NEGATIVE_INFINITY;
	}

	run(write: () => void): void {
		const now = this.#now();
		const isDurable = now - this.#durableAt >= durableMs;
		if (isDurable) this.#database.exec("PRAGMA history.synchronous = FULL");
		try {
			this.#database.exec("BEGIN IMMEDIATE");
			write();
			this.#database.exec("COMMIT");
			if (isDurable) this.#durableAt = now;
		} catch (error) {
			// A full disk takes the transaction back by itself (https://www.sqlite.org/lang_transaction.html).
			if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
			throw error;
		} finally {
			if (isDurable) this.#database.exec("PRAGMA history.synchronous = NORMAL");
		}
	}
}
