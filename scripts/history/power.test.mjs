// @ts-check
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Random } from "../../bench/history/random.mjs";
import { copyAside } from "./kills.mjs";
import { cutPower } from "./power.mjs";

let directory = "";

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-power-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test("what a cut leaves is what was there at some commit, and what is in the file itself is never cut", () => {
	const file = join(directory, "hostbeat.db");
	const database = new DatabaseSync(file);
	database.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE one (value)");
	database.exec("INSERT INTO one VALUES (1); INSERT INTO one VALUES (2); PRAGMA wal_checkpoint(PASSIVE)");
	for (let value = 3; value <= 40; value++) database.prepare("INSERT INTO one VALUES (?)").run(value);
	const random = new Random(5);
	const left = new Set();
	for (let round = 0; round < 20; round++) {
		const copy = copyAside(file, join(directory, "copy"));
		const lost = cutPower(copy, random);
		expect(lost === 0 || statSync(`${copy}-wal`).size < statSync(`${file}-wal`).size).toBe(true);
		const after = new DatabaseSync(copy);
		const values = after
			.prepare("SELECT value FROM one")
			.all()
			.map((row) => Number(row.value));
		after.close();
		expect(values.length).toBeGreaterThanOrEqual(2);
		expect(values).toEqual(Array.from(values, (_, at) => at + 1));
		left.add(values.length);
	}
	database.close();
	expect(left.size, "it cuts at many places").toBeGreaterThan(5);
});
