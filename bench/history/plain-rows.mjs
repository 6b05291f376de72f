// @ts-check
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { DatabaseSync } from "@photostructure/sqlite";

/** @typedef {import("./questions.mjs").Question} Question */

const AT_ONCE = 100;

/**
 * The same kept data in the same SQLite as plain rows, as one would begin: a table for each tier with a row for each
 * number or bucket, clustered by its series and time, which is the index that each question here wants.
 */
export class PlainRows {
	#file;
	#db;
	/** Of each table, in milliseconds, finest first. @type {number[]} */
	#steps = [];
	rows = 0;

	/** @param {string} file */
	constructor(file) {
		this.#file = file;
		this.#db = new DatabaseSync(file);
		this.#db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536");
	}

	/** @param {InstanceType<typeof import("./kept-rows.mjs").KeptRows>} kept */
	load({ tiers }) {
		for (const [index, { tier, series, times, kept }] of tiers.entries()) {
			const isRaw = index === 0;
			const columns = isRaw ? "value REAL" : "min REAL, max REAL, mean REAL, last REAL, count INTEGER";
			const table = nameTable(tier.stepMs);
			this.#steps.push(tier.stepMs);
			this.#db.exec(
				`CREATE TABLE ${table} (series INTEGER, time INTEGER, ${columns}, PRIMARY KEY (series, time)) WITHOUT ROWID`,
			);
			const insert = this.#inserter(table, isRaw ? 3 : 7);
			for (let one = 0; one < series; one++) {
				for (const [row, time] of times.entries()) {
					const at = row * series + one;
					const count = /** @type {number} */ (kept.count[at]);
					if (Number.isNaN(time) || count === 0) continue;
					this.rows++;
					if (isRaw) insert.add([one, time, kept.last[at]]);
					else {
						const mean = /** @type {number} */ (kept.sum[at]) / count;
						insert.add([one, time, kept.min[at], kept.max[at], mean, kept.last[at], count]);
					}
				}
			}
			insert.end();
		}
		this.#db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
		return statSync(this.#file).size;
	}

	/**
	 * @param {string} table
	 * @param {number} width
	 */
	#inserter(table, width) {
		const row = `(${Array(width).fill("?").join(",")})`;
		const prepare = (/** @type {number} */ rows) =>
			this.#db.prepare(`INSERT INTO ${table} VALUES ${Array(rows).fill(row).join(",")}`);
		const many = prepare(AT_ONCE);
		/** @type {any[]} */
		let waiting = [];
		this.#db.exec("BEGIN");
		return {
			/** @param {any[]} values */
			add: (values) => {
				waiting.push(...values);
				if (waiting.length < AT_ONCE * width) return;
				many.run(...waiting);
				waiting = [];
			},
			end: () => {
				if (waiting.length > 0) prepare(waiting.length / width).run(...waiting);
				this.#db.exec("COMMIT");
			},
		};
	}

	/**
	 * The same answer as ours, with the same steps from the same tier, or the coarsest of those that are asked for, as the
	 * bytes of its JSON.
	 * @param {Question} question
	 */
	ask({ series, from, to, stepMs, tierMs, isRaw }) {
		const mean = isRaw ? "avg(value)" : "sum(mean * count) / sum(count)";
		const [min, max] = isRaw ? ["value", "value"] : ["min", "max"];
		const table = nameTable(this.#steps.findLast((step) => step <= tierMs) ?? tierMs);
		const statement = this.#db.prepare(
			`SELECT series, time - time % ?, ${mean}, min(${min}), max(${max}) FROM ${table}
			WHERE series IN (${series.join(",")}) AND time BETWEEN ? AND ? GROUP BY 1, 2 ORDER BY 1, 2`,
		);
		statement.setReturnArrays(true);
		const rows = /** @type {number[][]} */ (
			/** @type {unknown} */ (statement.all(stepMs, from, to + stepMs - 1))
		);
		/** @type {Map<number, number[][]>} */
		const points = new Map(series.map((one) => [one, []]));
		for (const [one = 0, ...point] of rows) points.get(one)?.push(point);
		return Buffer.from(JSON.stringify([...points]));
	}

	/** Forgets what it and the system have read. */
	chill() {
		this.#db.close();
		chill(this.#file);
		this.#db = new DatabaseSync(this.#file);
		this.#db.exec("PRAGMA cache_size = -65536");
	}

	close() {
		this.#db.close();
	}
}

/** @param {number} stepMs */
const nameTable = (stepMs) => `step_${stepMs}`;

/**
 * Makes the system forget what it has read of a file that nobody has open (posix_fadvise, by coreutils).
 * @param {string} file
 */
export function chill(file) {
	spawnSync("dd", [`if=${file}`, "iflag=nocache", "count=0", "status=none"], { stdio: "inherit" });
}
