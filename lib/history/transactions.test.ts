import { describe, expect, it } from "vitest";
import { diskOptions } from "./disk.fixture";
import { openDatabase } from "./sqlite";
import { Transactions } from "./transactions";

function openRecorded() {
	const { database, close } = openDatabase(diskOptions().file);
	const state = { now: 0 };
	const transactions = new Transactions(database, () => state.now);
	const read = () =>
		(database.prepare("PRAGMA history.synchronous").get() as { synchronous: number }).synchronous;
	/** How a commit at this time is written: 1 to the system, 2 to the disk. */
	const commitAt = (now: number) => {
		state.now = now;
		let level = 0;
		transactions.run(() => {
			level = read();
		});
		return level;
	};
	return { database, close, transactions, commitAt };
}

describe("Transactions", () => {
	it("has all on the disk itself each ten seconds, and does not wait for it in between", () => {
		const { commitAt, close } = openRecorded();
		const seconds = Array.from({ length: 25 }, (_, index) => index);
		const durable = seconds.filter((second) => commitAt(second * 1_000) === 2);
		expect(durable).toEqual([0, 10, 20]);
		close();
	});

	it("takes back what failed in the middle, and goes on", () => {
		const { database, transactions, close } = openRecorded();
		const insert = database.prepare("INSERT INTO tick (time, data) VALUES (?, x'00')");
		expect(() =>
			transactions.run(() => {
				insert.run(1);
				throw new Error("no");
			}),
		).toThrow("no");
		transactions.run(() => insert.run(2));
		expect(database.prepare("SELECT time FROM tick").all()).toEqual([{ time: 2 }]);
		close();
	});
});
