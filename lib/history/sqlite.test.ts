import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
	chmodSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { setAside } from "./database-file";
import { createRandom } from "./random.fixture";
import { migrate, schemaVersion } from "./schema";
import { type Database, isDamage, loadSqlite, type OpenDatabase, openDatabase } from "./sqlite";

const root = join(import.meta.dirname, "../..");
const { connect } = loadSqlite();
const nobody = 65_534;
let directory: string;
let file: string;
let bundle: string;
const children: ChildProcess[] = [];
const databases: OpenDatabase[] = [];

beforeAll(async () => {
	bundle = join(mkdtempSync(join(tmpdir(), "hostbeat-sqlite-")), "sqlite.mjs");
	chmodSync(join(bundle, ".."), 0o755);
	await build({
		entryPoints: [join(import.meta.dirname, "sqlite.ts")],
		outfile: bundle,
		bundle: true,
		format: "esm",
		platform: "node",
		packages: "external",
		logLevel: "error",
	});
});

afterAll(() => rmSync(join(bundle, ".."), { recursive: true }));

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-sqlite-"));
	file = join(directory, "hostbeat.db");
});

afterEach(() => {
	for (const child of children.splice(0)) child.kill("SIGKILL");
	for (const database of databases.splice(0)) database.close();
	rmSync(directory, { recursive: true });
});

function open(checkedBytes?: number): OpenDatabase {
	const opened = openDatabase(file, checkedBytes);
	databases.push(opened);
	return opened;
}

function close(opened: OpenDatabase): void {
	databases.splice(databases.indexOf(opened), 1);
	opened.close();
}

/** Runs a program beside this one, which knows `openDatabase` and `file`, and gives its first line. */
async function runBeside(program: string, user?: number): Promise<{ child: ChildProcess; line: string }> {
	const child = spawn(
		process.execPath,
		[
			"--input-type=module",
			"-e",
			`import { openDatabase } from ${JSON.stringify(bundle)}; const file = ${JSON.stringify(file)}; ${program}`,
		],
		{
			env: { ...process.env, NODE_PATH: join(root, "node_modules") },
			stdio: ["ignore", "pipe", "inherit"],
			...(user !== undefined && { uid: user, gid: user }),
		},
	);
	children.push(child);
	const [line] = await once(createInterface(child.stdout as NodeJS.ReadableStream), "line");
	return { child, line };
}

const tryIt =
	"try { openDatabase(file).close(); console.log('opened') } catch (error) { console.log(error.message) }";
const holdIt = "openDatabase(file); console.log('opened'); setInterval(() => {}, 1_000)";

/** A closed file with ticks and chunks. */
function fill(chunks = 40): void {
	const opened = open();
	const { database } = opened;
	const tick = database.prepare("INSERT INTO tick (time, data) VALUES (?, ?)");
	const chunk = database.prepare(
		"INSERT INTO chunk (tier, start, end, data) VALUES (1000, ?, ?, randomblob(20000))",
	);
	database.exec("BEGIN");
	for (let time = 0; time < 500; time++) tick.run(time, new Uint8Array(130));
	for (let time = 0; time < chunks; time++) chunk.run(time, time + 1);
	database.exec("COMMIT");
	close(opened);
}

function count({ database }: OpenDatabase, table: string): number {
	return (database.prepare(`SELECT count(*) AS count FROM ${table}`).get() as { count: number }).count;
}

describe("a file that two want", () => {
	it("turns the second process away at once, with the first one's number", async () => {
		open();
		const { line } = await runBeside(tryIt);
		expect(line).toBe(
			`another Hostbeat (process ${process.pid}) uses ${file}: stop it, or give this one a directory of its own with HOSTBEAT_DATA_DIR`,
		);
		expect(() => openDatabase(file)).toThrow(/^another Hostbeat \(process \d+\) uses /);
	});

	it("is free again once its owner was killed", async () => {
		const { child, line } = await runBeside(holdIt);
		expect(line).toBe("opened");
		expect(() => openDatabase(file)).toThrow(`another Hostbeat (process ${child.pid}) uses`);
		child.kill("SIGKILL");
		await once(child, "exit");
		expect(open().setAside).toBeNull();
	});

	it("is free again once it was closed, and can be read while it is held", async () => {
		fill();
		const opened = open();
		const reader = connect(file);
		expect(reader.prepare("SELECT count(*) AS count FROM tick").get()).toEqual({ count: 500 });
		reader.close();
		close(opened);
		expect((await runBeside(tryIt)).line).toBe("opened");
	});

	it("is opened beside a lock file that is no such thing", () => {
		writeFileSync(`${file}-lock`, "something else".repeat(100));
		expect(open().setAside).toBeNull();
		expect(() => openDatabase(file)).toThrow(/^another Hostbeat/);
	});
});

describe("a file that is not ours to change", () => {
	it("is refused when it is of a newer version, and stays as it was", () => {
		fill();
		const newer = connect(file);
		newer.exec(`PRAGMA user_version = ${schemaVersion + 6}`);
		newer.close();
		const before = readFileSync(file);
		expect(() => openDatabase(file)).toThrow(
			`${file} is of a newer Hostbeat: its tables are of version ${schemaVersion + 6}, and this one knows them up to version ${schemaVersion}. Start the newer one again, or name another directory with HOSTBEAT_DATA_DIR`,
		);
		expect(readFileSync(file).equals(before)).toBe(true);
		expect(readdirSync(directory).sort()).toEqual(["hostbeat.db", "hostbeat.db-lock"]);
	});

	it("is refused also where only its log says that it is newer", () => {
		fill();
		const newer = connect(file);
		newer.exec("PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 99");
		// As a kill would leave them.
		for (const end of ["", "-wal"]) copyFileSync(file + end, `${file}.copy${end}`);
		newer.close();
		file = `${file}.copy`;
		expect(() => openDatabase(file)).toThrow("its tables are of version 99");
	});

	it.each(["", "PRAGMA application_id = 7;"])("is refused when another program made it: %s", (sql) => {
		const other = connect(file);
		other.exec(`${sql} CREATE TABLE theirs (a)`);
		other.close();
		const before = readFileSync(file);
		expect(() => openDatabase(file)).toThrow(`${file} is a database of another program: move it away`);
		expect(readFileSync(file).equals(before)).toBe(true);
		expect(readdirSync(directory).sort()).toEqual(["hostbeat.db", "hostbeat.db-lock"]);
	});
});

describe("a damaged file", () => {
	const damages: Record<string, () => void> = {
		"that is no database": () => writeFileSync(file, "no database at all ".repeat(1_000)),
		"shorter than a header": () => truncateSync(file, 50),
		"cut off in the middle": () => truncateSync(file, Math.floor(statSync(file).size / 2)),
		"cut off by a page": () => truncateSync(file, statSync(file).size - 1_024),
		"full of zeros": () => writeFileSync(file, Buffer.alloc(statSync(file).size)),
		"emptied beside its log": () => {
			writeFileSync(`${file}-wal`, "a log");
			truncateSync(file, 0);
		},
		"with random bytes from its second page on": () => damage(1_024, 4_096),
		"with random bytes in the middle": () => damage(statSync(file).size / 2, 8_192),
	};

	function damage(at: number, length: number): void {
		const bytes = readFileSync(file);
		const { random } = createRandom(1);
		for (let index = 0; index < length; index++) bytes[Math.floor(at) + index] = random() * 256;
		writeFileSync(file, bytes);
	}

	it.each(Object.keys(damages))("%s is set aside as it was, and a new one begun", (name) => {
		fill();
		damages[name]?.();
		const before = readFileSync(file);
		const opened = open();
		expect(opened.setAside).toMatch(/hostbeat\.db\.damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/);
		expect(readFileSync(opened.setAside as string).equals(before)).toBe(true);
		expect(count(opened, "tick")).toBe(0);
		close(opened);
		expect(open().setAside).toBeNull();
	});

	it("too large to be looked through is still set aside where its small tables are damaged", () => {
		fill();
		const size = statSync(file).size;
		damage(10_240, size / 20);
		expect(open(0).setAside).not.toBeNull();
	});

	it("never takes the name of another, and takes its log along", () => {
		const now = new Date("2026-11-20T03:07:00.123Z");
		const names = ["first", "second", "third"].map((text) => {
			writeFileSync(file, text);
			writeFileSync(`${file}-wal`, `log of the ${text}`);
			return setAside(file, now);
		});
		expect(names).toEqual(
			["", "-2", "-3"].map((end) => join(directory, `hostbeat.db.damaged-2026-11-20T03-07-00Z${end}`)),
		);
		expect(readFileSync(names[0] as string, "utf8")).toBe("first");
		expect(readFileSync(`${names[1]}-wal`, "utf8")).toBe("log of the second");
		expect(existsSync(`${file}-wal`)).toBe(false);
	});

	it("set aside later, while statements on it live, costs the new one nothing when they die", async () => {
		const first = open();
		first.database.prepare("SELECT count(*) FROM tick").get();
		close(first);
		setAside(file);
		const second = open();
		second.database.exec("INSERT INTO tick (time, data) VALUES (1, x'00')");
		setFlagsFromString("--expose-gc");
		const collect = runInNewContext("gc") as () => void;
		for (let turn = 0; turn < 3; turn++) {
			collect();
			await new Promise((resolve) => setImmediate(resolve));
		}
		expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
	});

	it("is told from one that is full, busy, or locked", () => {
		fill();
		damage(statSync(file).size / 3, statSync(file).size / 2);
		const database = connect(file);
		const meet = () => database.prepare("SELECT sum(length(hex(data))) FROM chunk").get();
		let met: unknown;
		try {
			database.prepare("PRAGMA integrity_check").get();
			meet();
		} catch (error) {
			met = error;
		}
		database.close();
		expect(isDamage(met)).toBe(true);
		expect(isDamage(Object.assign(new Error("full"), { errcode: 13 }))).toBe(false);
		expect(isDamage(new Error("whatever"))).toBe(false);
	});
});

describe("a directory that will not do", () => {
	const asNobody = process.getuid?.() === 0 ? nobody : undefined;

	it("is said to be this user's no business, and what to do", async () => {
		chmodSync(directory, 0o555);
		const { line } = await runBeside(tryIt, asNobody);
		expect(line).toBe(
			`${directory} cannot be written to: this user may not: change its owner or its rights, or name another directory with HOSTBEAT_DATA_DIR`,
		);
		chmodSync(directory, 0o755);
	});

	it("is told from a file in it that may not be written to", async () => {
		fill();
		chmodSync(directory, 0o777);
		chmodSync(file, 0o444);
		const { line } = await runBeside(tryIt, asNobody);
		expect(line).toContain(`${file} cannot be written to: this user may not`);
	});

	it("is said to hold a directory where the file should be", () => {
		mkdirSync(file);
		expect(() => openDatabase(file)).toThrow(
			`${file} is a directory, where a file is expected: move it away`,
		);
	});

	it("is said to be a file", () => {
		writeFileSync(join(directory, "data"), "");
		expect(() => openDatabase(join(directory, "data", "hostbeat.db"))).toThrow(
			"data cannot be made: a file has",
		);
		expect(() => openDatabase(join(directory, "data", "deep", "hostbeat.db"))).toThrow(
			"a part of its path is a file",
		);
	});

	it.runIf(process.platform === "linux")("is said to be where none can be made", () => {
		expect(() => openDatabase("/proc/hostbeat/data/hostbeat.db")).toThrow(
			"/proc/hostbeat/data cannot be made",
		);
	});
});

describe("a new file", () => {
	it("is made with its directory for this user alone", () => {
		file = join(directory, "a", "b", "hostbeat.db");
		const opened = open();
		opened.database.exec("INSERT INTO meta VALUES ('a', 1)");
		expect(statSync(join(directory, "a", "b")).mode & 0o777).toBe(0o700);
		for (const end of ["", "-wal", "-shm", "-lock"]) expect(statSync(file + end).mode & 0o777).toBe(0o600);
	});

	it("writes less than two kilobytes for a second's tick", () => {
		const { database } = open();
		const size = () => statSync(`${file}-wal`).size;
		const insert = database.prepare("INSERT INTO tick (time, data) VALUES (?, ?)");
		const before = size();
		for (let time = 0; time < 500; time++) insert.run(time, new Uint8Array(130));
		expect((size() - before) / 500).toBeLessThan(2_000);
	});

	it("gives space back that was freed", () => {
		fill(200);
		const { database } = open();
		const { size } = statSync(file);
		database.exec("DELETE FROM chunk; PRAGMA history.incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)");
		expect(statSync(file).size).toBeLessThan(size / 10);
	});

	it("keeps what was written before it was killed, and opens again without a word", async () => {
		const { child } = await runBeside(
			"const { database } = openDatabase(file); for (let time = 0; time < 100; time++) database.prepare('INSERT INTO tick (time, data) VALUES (?, ?)').run(time, new Uint8Array(9)); console.log('written'); setInterval(() => {}, 1_000)",
		);
		child.kill("SIGKILL");
		await once(child, "exit");
		const opened = open();
		expect(opened.setAside).toBeNull();
		expect(count(opened, "tick")).toBe(100);
	});

	it("that was killed before its first table is taken for ours", () => {
		const unfinished = connect(file);
		unfinished.exec("PRAGMA page_size = 1024; PRAGMA journal_mode = WAL");
		unfinished.close();
		expect(count(open(), "tick")).toBe(0);
	});
});

describe("migrations", () => {
	const version = (database: Database) => database.prepare("PRAGMA history.user_version").get();

	it("do wholly what they do, or not at all", () => {
		const database = connect(":memory:");
		database.exec("ATTACH ':memory:' AS history");
		migrate(database, ["CREATE TABLE history.a (b)"]);
		const half = ["", "CREATE TABLE history.c (d); CREATE TABLE history.a (b)"];
		expect(() => migrate(database, half)).toThrow("already exists");
		expect(version(database)).toEqual({ user_version: 1 });
		expect(() => database.prepare("SELECT * FROM c")).toThrow("no such table");
		migrate(database, ["", "CREATE TABLE history.c (d)", "CREATE TABLE history.e (f)"]);
		expect(version(database)).toEqual({ user_version: 3 });
		database.close();
	});
});
