import type { Database } from "./sqlite";
import type { OpenTier } from "./tier-chain";
import { stepName } from "./tiers";

interface Row {
	step: number;
	retention: number;
	open_from: number | null;
	retired: number;
}

/** Which tiers the file has, and how far each is sealed. */
export class TierTable {
	#select;
	#save;
	#remove;

	constructor(database: Database) {
		this.#select = database.prepare("SELECT step, retention, open_from, retired FROM tier ORDER BY step");
		this.#save = database.prepare(
			"INSERT OR REPLACE INTO tier (step, retention, open_from, retired) VALUES (?, ?, ?, ?)",
		);
		this.#remove = database.prepare("DELETE FROM tier WHERE step = ?");
	}

	/** Finest first: those that are written, and those that are only read until they are too old. */
	load(): { chain: OpenTier[]; retired: OpenTier[] } {
		const rows = this.#select.all() as unknown as Row[];
		const read = (isRetired: number) =>
			rows
				.filter(({ retired }) => retired === isRetired)
				.map(({ step, retention, open_from }) => ({
					name: stepName(step),
					stepMs: step,
					retentionMs: retention,
					openFrom: open_from,
					spanMs: step,
				}));
		return { chain: read(0), retired: read(1) };
	}

	save(tiers: readonly OpenTier[], retired = false): void {
		for (const { stepMs, retentionMs, openFrom } of tiers) {
			this.#save.run(stepMs, retentionMs, openFrom, Number(retired));
		}
	}

	remove({ stepMs }: OpenTier): void {
		this.#remove.run(stepMs);
	}
}

/** Whether both have the same steps. */
export function isSameChain(one: readonly OpenTier[], other: readonly OpenTier[]): boolean {
	return one.length === other.length && one.every(({ stepMs }, level) => stepMs === other[level]?.stepMs);
}
