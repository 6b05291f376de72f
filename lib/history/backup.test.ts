import { spawn } from "node:child_process";
import { once } from "node:events";
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backUp } from "./backup";
import { diskOptions } from "./disk.fixture";
import { openDiskHistory } from "./disk-history";
import { makeJob, say } from "./jobs.fixture";
import { openDatabase } from "./sqlite";

const root = join(import.meta.dirname, "../..");
let directory: string;
let source: string;
let target: string;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-backup-"));
	mkdirSync(join(directory, "data"));
	source = join(directory, "data", "hostbeat.db");
	target = join(directory, "copy.db");
});

afterEach(() => rmSync(directory, { recursive: true }));

const copy = (options: { force?: boolean; onProgress?: (done: number) => void } = {}) =>
	backUp({ source, target, force: false, onProgress: () => {}, ...options });

function fill(chunks: number): void {
	const { database, close } = openDatabase(source);
	database.exec(`BEGIN; INSERT INTO series (name, seen) VALUES ('load.one', 1), ('load.five', 1);
		INSERT INTO fact (time, kind, detail) VALUES (5000, 'started', '{}');
		INSERT INTO tick (time, data) VALUES (9000, x'00')`);
	const chunk = database.prepare(
		"INSERT INTO chunk (tier, start, end, data) VALUES (1000, ?, ?, randomblob(50000))",
	);
	for (let index = 0; index < chunks; index++) chunk.run(2_000 + index, 2_000 + index + 1);
	database.exec("COMMIT");
	close();
}

describe("a backup", () => {
	it("holds jobs, what they said, and readings of one's own", async () => {
		const options = diskOptions({ file: source });
		const history = openDiskHistory(options);
		history.append({ time: 9_000_000, metrics: ["load.one"], values: Float64Array.of(1) });
		history.jobs.write([{ type: "put", job: makeJob(1) }]);
		history.jobs.write([{ type: "append", id: makeJob(1).id, messages: say(1, 1_200) }]);
		history.keepOwn([{ metric: "stock.price", time: 8_999_000, value: 7 }]);
		expect(await copy()).toMatchObject({ series: 2, ownSeries: 1, jobs: 1 });
		history.close();
		const restored = openDiskHistory({ ...options, file: target });
		expect(restored.jobs.unfinished()).toEqual([makeJob(1)]);
		expect(restored.jobs.answer("messages", { id: makeJob(1).id, after: 1_000, limit: 500 })).toEqual(
			say(1_001, 1_200),
		);
		expect(restored.nextOwn(["stock.price"], 0)).toBe(8_999_000);
		restored.close();
	});

	it("of a file that an older Hostbeat has left is made all the same", async () => {
		fill(1);
		const { database, close } = openDatabase(source);
		for (const table of ["job", "job_message", "job_page", "own_series", "own_reading", "own_minute"]) {
			database.exec(`DROP TABLE history.${table}`);
		}
		database.exec("PRAGMA history.user_version = 1");
		close();
		expect(await copy()).toMatchObject({ series: 2, ownSeries: 0, jobs: 0 });
	});

	it("of a history that is being written holds every tick up to it, and can be restored", async () => {
		fill(400);
		const bundle = join(directory, "sqlite.mjs");
		await build({
			entryPoints: [join(import.meta.dirname, "sqlite.ts")],
			outfile: bundle,
			bundle: true,
			format: "esm",
			platform: "node",
			packages: "external",
			logLevel: "error",
		});
		const writer = spawn(
			process.execPath,
			[
				"--input-type=module",
				"-e",
				`import { openDatabase } from ${JSON.stringify(bundle)};
				const { database } = openDatabase(${JSON.stringify(source)});
				database.exec("DELETE FROM tick");
				const insert = database.prepare("INSERT INTO tick (time, data) VALUES (?, x'01')");
				let time = 0;
				setInterval(() => { insert.run(++time); console.log(time) }, 1);`,
			],
			{
				env: { ...process.env, NODE_PATH: join(root, "node_modules") },
				stdio: ["ignore", "pipe", "inherit"],
			},
		);
		let newest = 0;
		const lines = createInterface(writer.stdout);
		lines.on("line", (line) => {
			newest = Number(line);
		});
		await once(lines, "line");
		const before = newest;
		const parts: number[] = [];
		await copy({
			onProgress: (done) => {
				parts.push(done);
				// A slow disk: the writer goes on meanwhile.
				Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
			},
		});
		expect(parts.length).toBeGreaterThan(0);
		// It never began anew.
		expect(parts).toEqual(parts.toSorted((one, other) => one - other));
		while (newest === before) await once(lines, "line");
		writer.kill("SIGKILL");
		await once(writer, "exit");

		const restored = join(directory, "elsewhere", "hostbeat.db");
		mkdirSync(join(directory, "elsewhere"));
		copyFileSync(target, restored);
		const { database, setAside, close } = openDatabase(restored);
		expect(setAside).toBeNull();
		const times = database.prepare("SELECT time FROM tick ORDER BY id").all() as unknown as {
			time: number;
		}[];
		expect(times.length).toBeGreaterThanOrEqual(before);
		expect(times.map(({ time }) => time)).toEqual(times.map((_, index) => index + 1));
		expect(database.prepare("SELECT count(*) AS count FROM chunk").get()).toEqual({ count: 400 });
		close();
	});

	it("says what is in it, is for this user alone, and leaves the history as it was", async () => {
		fill(3);
		const before = readFileSync(source);
		const found = await copy();
		expect(found).toEqual({
			...{ bytes: statSync(target).size, series: 2, ownSeries: 0, facts: 1, jobs: 0 },
			...{ from: 2_000, to: 9_000 },
		});
		expect(statSync(target).mode & 0o777).toBe(0o600);
		expect(readFileSync(source).equals(before)).toBe(true);
		expect(readdirSync(directory).sort()).toEqual(["copy.db", "data"]);
		expect(readdirSync(join(directory, "data")).sort()).toEqual(["hostbeat.db", "hostbeat.db-lock"]);
	});

	it("holds what a killed server left in its log alone", async () => {
		fill(0);
		const { database, close } = openDatabase(source);
		database.exec("PRAGMA wal_autocheckpoint = 0; INSERT INTO tick (time, data) VALUES (10000, x'00')");
		mkdirSync(join(directory, "killed"));
		const killed = join(directory, "killed", "hostbeat.db");
		for (const end of ["", "-wal"]) copyFileSync(source + end, killed + end);
		close();
		const left = ["", "-wal"].map((end) => readFileSync(killed + end));
		const { to } = await backUp({ source: killed, target, force: false, onProgress: () => {} });
		expect(to).toBe(10_000);
		expect(["", "-wal"].map((end) => readFileSync(killed + end))).toEqual(left);
	});

	it("begun before a server starts holds what that one wrote before the end, or nothing of it", async () => {
		fill(200);
		let server: ReturnType<typeof openDatabase> | null = null;
		await copy({
			onProgress: () => {
				server ??= openDatabase(source);
				server.database.exec("UPDATE chunk SET data = x'00'; PRAGMA wal_checkpoint(TRUNCATE)");
			},
		});
		expect(server).not.toBeNull();
		(server as ReturnType<typeof openDatabase> | null)?.close();
		const opened = openDatabase(target);
		const sizes = opened.database.prepare("SELECT DISTINCT length(data) AS size FROM chunk").all();
		expect(sizes).toHaveLength(1);
		opened.close();
	});

	it("replaces nothing unless it is told to", async () => {
		fill(1);
		writeFileSync(target, "precious");
		await expect(copy()).rejects.toThrow(
			`${target} is there already: name another file, or replace it with --force.`,
		);
		expect(readFileSync(target, "utf8")).toBe("precious");
		await copy({ force: true });
		expect(statSync(target).size).toBeGreaterThan(50_000);
		target = source;
		await expect(copy({ force: true })).rejects.toThrow(
			`${source} is the history itself: name another file.`,
		);
	});

	it("of a damaged history is refused, and leaves nothing behind", async () => {
		fill(3);
		const bytes = readFileSync(source);
		bytes.fill(0xa5, 2_048, 40_000);
		writeFileSync(source, bytes);
		await expect(copy()).rejects.toThrow(/hostbeat\.db is damaged \(.+\), and was not backed up/);
		expect(readdirSync(directory)).toEqual(["data"]);
	});

	it("says where there is no history, no directory, or no database", async () => {
		await expect(copy()).rejects.toThrow(`There is no history at ${source}.`);
		writeFileSync(source, "");
		await expect(copy()).rejects.toThrow(`${source} is empty: there is nothing to back up.`);
		writeFileSync(source, "no database ".repeat(100));
		await expect(copy()).rejects.toThrow(`${source} is damaged (it is no database)`);
		target = directory;
		await expect(copy()).rejects.toThrow(`${directory} is a directory: name a file in it.`);
		target = join(directory, "no", "copy.db");
		await expect(copy()).rejects.toThrow(
			`${join(directory, "no")} is not there: make it, or name another file.`,
		);
		expect(existsSync(join(directory, "no"))).toBe(false);
	});
});
