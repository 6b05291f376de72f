import type { Database } from "./sqlite";
import type { Fact } from "./types";

/** What happened, as rows. */
export class FactTable {
	#insert;
	#select;
	#cut;
	#cover;
	#prune;

	constructor(database: Database) {
		this.#insert = database.prepare("INSERT INTO fact (time, until, kind, detail) VALUES (?, ?, ?, ?)");
		this.#select = database.prepare(
			`SELECT time, until, kind, detail FROM fact
			WHERE covered = 0 AND coalesce(until, time) >= ? AND time <= ? ORDER BY time, id`,
		);
		this.#cut = database.prepare("UPDATE fact SET covered = 1 WHERE time <= ? AND until > ?");
		this.#cover = database.prepare("UPDATE fact SET covered = 1 WHERE time > ? AND time <= ?");
		this.#prune = database.prepare("DELETE FROM fact WHERE coalesce(until, time) < ?");
	}

	insert({ time, until, kind, detail }: Fact): void {
		this.#insert.run(time, until, kind, JSON.stringify(detail));
	}

	/** All that touches the range, oldest first. */
	read(from: number, to: number): Fact[] {
		return this.#select.all(from, to).map((row) => {
			const { time, until, kind, detail } = row as {
				time: number;
				until: number;
				kind: string;
				detail: string;
			};
			return { time, until, kind, detail: JSON.parse(detail) } as Fact;
		});
	}

	/** The line begins anew at `time`: what went on then did not. */
	cut(time: number): void {
		this.#cut.run(time, time);
	}

	/** The line goes on from one time to another: what had begun in between did not happen on it. */
	cover(after: number, until: number): void {
		this.#cover.run(after, until);
	}

	prune(before: number): void {
		this.#prune.run(before);
	}
}
