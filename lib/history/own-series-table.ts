import { isWithin } from "@/lib/flatten";
import type { Database } from "./sqlite";

/** The names of own series, and the numbers by which their readings know them. */
export class OwnSeriesTable {
	#insert;
	#select;
	#remove;
	#ids = new Map<string, number>();
	#names: readonly string[] | null = null;

	constructor(database: Database) {
		this.#insert = database.prepare("INSERT INTO own_series (name) VALUES (?) RETURNING id");
		this.#select = database.prepare("SELECT id, name FROM own_series ORDER BY id");
		this.#remove = database.prepare("DELETE FROM own_series WHERE id = ?");
		this.load();
	}

	/** The same list until one comes or goes. */
	get names(): readonly string[] {
		this.#names ??= [...this.#ids.keys()];
		return this.#names;
	}

	get ids(): readonly number[] {
		return [...this.#ids.values()];
	}

	/** Reads them anew, after a write was taken back. */
	load(): void {
		this.#names = null;
		const rows = this.#select.all() as unknown as { id: number; name: string }[];
		this.#ids = new Map(rows.map(({ id, name }) => [name, id]));
	}

	/** The number of a series; a new one is written, unless there are `most` already: then it is `null`. */
	resolve(name: string, most: number): number | null {
		const known = this.#ids.get(name);
		if (known !== undefined) return known;
		if (this.#ids.size >= most) return null;
		const { id } = this.#insert.get(name) as { id: number };
		this.#ids.set(name, id);
		this.#names = null;
		return id;
	}

	/** The series of these names, or whose names begin with them; all for none. */
	select(metrics: readonly string[]): { metric: string; id: number }[] {
		return [...this.#ids].flatMap(([metric, id]) => {
			const isAsked = metrics.length === 0 || metrics.some((name) => isWithin(metric, name));
			return isAsked ? { metric, id } : [];
		});
	}

	/** Forgets those of which there is nothing any more. */
	forget(isEmpty: (id: number) => boolean): void {
		for (const [name, id] of this.#ids) {
			if (!isEmpty(id)) continue;
			this.#remove.run(id);
			this.#ids.delete(name);
			this.#names = null;
		}
	}
}
