import { isWithin } from "@/lib/flatten";
import type { Database } from "./sqlite";

/** The names of series, and the numbers by which chunks know them. */
export class SeriesTable {
	#insert;
	#see;
	#forget;
	#ids = new Map<string, number>();
	#seen = new Map<string, number>();
	#names: readonly string[] | null = null;
	#newest: { metrics: readonly string[]; ids: readonly number[] } = { metrics: [], ids: [] };

	constructor(database: Database) {
		this.#insert = database.prepare("INSERT INTO series (name, seen) VALUES (?, ?) RETURNING id");
		this.#see = database.prepare("UPDATE series SET seen = max(seen, ?) WHERE id = ?");
		this.#forget = database.prepare("DELETE FROM series WHERE id = ?");
		const rows = database.prepare("SELECT id, name, seen FROM series ORDER BY id").all();
		for (const { id, name, seen } of rows as unknown as { id: number; name: string; seen: number }[]) {
			this.#ids.set(name, id);
			this.#seen.set(name, seen);
		}
	}

	/** The same list until one comes or goes. */
	get names(): readonly string[] {
		this.#names ??= [...this.#ids.keys()];
		return this.#names;
	}

	/** Their numbers. */
	get ids(): readonly number[] {
		return [...this.#ids.values()];
	}

	/** The numbers of these names, the same list for the same list; new names are written. */
	resolve(metrics: readonly string[], time: number): readonly number[] {
		if (this.#newest.metrics !== metrics) {
			const ids = metrics.map((name) => this.#ids.get(name) ?? this.#add(name, time));
			this.#newest = { metrics, ids };
		}
		return this.#newest.ids;
	}

	/** The series of these names, or whose names begin with them; all for none. */
	select(metrics: readonly string[]): { metric: string; id: number }[] {
		const wanted =
			metrics.length === 0
				? this.names
				: this.names.filter((metric) => metrics.some((name) => isWithin(metric, name)));
		return wanted.map((metric) => ({ metric, id: this.#ids.get(metric) as number }));
	}

	/** Their names by number. */
	nameOf(ids: readonly number[]): string[] {
		const byId = new Map([...this.#ids].map(([name, id]) => [id, name]));
		return ids.map((id) => byId.get(id) ?? `series ${id}`);
	}

	/** Notes that these had readings up to `time`, and forgets those that had none since `forgetBefore`. */
	see(ids: readonly number[], time: number, forgetBefore: number): void {
		const alive = new Set(ids);
		for (const [name, id] of this.#ids) {
			const seen = this.#seen.get(name) ?? time;
			if (alive.has(id)) {
				this.#see.run(time, id);
				this.#seen.set(name, Math.max(seen, time));
			} else if (seen < forgetBefore) {
				this.#forget.run(id);
				this.#ids.delete(name);
				this.#seen.delete(name);
				this.#names = null;
				// A list that named it must not be answered from memory.
				this.#newest = { metrics: [], ids: [] };
			}
		}
	}

	#add(name: string, time: number): number {
		const { id } = this.#insert.get(name, time) as { id: number };
		this.#ids.set(name, id);
		this.#seen.set(name, time);
		this.#names = null;
		return id;
	}
}
