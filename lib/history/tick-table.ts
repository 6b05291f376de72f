import type { Database } from "./sqlite";
import { TickDecoder, TickEncoder } from "./tick-codec";

/** The ticks that are in no chunk yet, a row for each. */
export class TickTable {
	#database;
	#insert;
	#clear;
	#encoder = new TickEncoder();

	constructor(database: Database) {
		this.#database = database;
		this.#insert = database.prepare("INSERT INTO tick (time, data) VALUES (?, ?)");
		this.#clear = database.prepare("DELETE FROM tick");
	}

	insert(time: number, ids: readonly number[], values: Float64Array): void {
		try {
			this.#insert.run(time, this.#encoder.encode(ids, values));
		} catch (error) {
			this.begin();
			throw error;
		}
	}

	/** Makes the next row one that needs none before it. To be called where one that was inserted was taken back, too. */
	begin(): void {
		this.#encoder = new TickEncoder();
	}

	clear(): void {
		this.#clear.run();
		this.begin();
	}

	/** Tells them in the order in which they came, without ids where one cannot be read. */
	read(
		take: (time: number, ids: readonly number[] | null, values: Float64Array) => void,
		onDamage: (reason: string) => void,
	): void {
		const decoder = new TickDecoder();
		let damaged = 0;
		let why = "";
		for (const row of this.#database.prepare("SELECT time, data FROM tick ORDER BY id").iterate()) {
			const { time, data } = row as unknown as { time: number; data: Uint8Array };
			try {
				const { ids, values } = decoder.decode(data);
				take(time, ids, values);
			} catch (error) {
				why = (error as Error).message;
				take(time, null, new Float64Array());
				damaged++;
			}
		}
		if (damaged > 0) onDamage(`${damaged} ticks cannot be read: ${why}`);
	}
}
