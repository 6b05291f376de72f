import {
	chmodSync,
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
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AccessFile } from "./access-file";
import { AccessError, type StoredSession, type StoredToken } from "./access-state";

let directory: string;
let path: string;
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const opened: AccessFile[] = [];

function open(): AccessFile {
	const file = new AccessFile(path, { log });
	opened.push(file);
	return file;
}

const stored = () => JSON.parse(readFileSync(path, "utf8"));
const session = (id: string, seenAt = 1): StoredSession => ({
	...{ id, hash: "h", previous: null, account: "admin" as const },
	...{ createdAt: 1, rotatedAt: 1, seenAt, address: null, agent: null },
});
const token = (id: string): StoredToken => ({
	...{ id, hash: "h", name: id, scopes: ["read" as const], createdAt: 1 },
	...{ expiresAt: null, usedAt: null, usedFrom: null },
});
const warnings = () => log.warn.mock.calls.map(([text]) => text as string);

beforeEach(() => {
	vi.clearAllMocks();
	directory = mkdtempSync(join(tmpdir(), "hostbeat-access-"));
	path = join(directory, "data", "access.json");
});
afterEach(() => {
	for (const file of opened.splice(0)) file.close();
	vi.useRealTimers();
	rmSync(directory, { recursive: true, force: true });
});

describe("what is damaged", () => {
	it.each([
		["cut short", '{"version":1,"secr'],
		["empty", ""],
		["of something else", "[]"],
		["without its key", '{"version":1,"passwords":{},"sessions":[],"tokens":[],"settings":{}}'],
		["older than the first", '{"version":0}'],
	])("lets nobody in and is kept aside: %s", async (_what, text) => {
		mkdirSync(join(directory, "data"));
		writeFileSync(path, text, { mode: 0o600 });
		const file = open();
		expect(file.state).toMatchObject({ passwords: {}, sessions: [], tokens: [] });
		const [aside = ""] = readdirSync(join(directory, "data"));
		expect(aside).toMatch(/^access\.json\.damaged-\d{4}-/);
		expect(readFileSync(join(directory, "data", aside), "utf8")).toBe(text);
		expect(warnings()).toEqual([expect.stringContaining("is damaged, and is now")]);
		await file.update(({ tokens }) => tokens.push(token("a")));
		expect(stored().tokens).toHaveLength(1);
	});

	it("is refused when a newer version wrote it, and left as it is", () => {
		mkdirSync(join(directory, "data"));
		writeFileSync(path, '{"version":2}', { mode: 0o600 });
		expect(open).toThrow(AccessError);
		expect(open).toThrow(/was written by a newer Hostbeat \(format 2; this one knows 1\)/);
		expect(readFileSync(path, "utf8")).toBe('{"version":2}');
	});

	it("is not written over when a newer version comes meanwhile", async () => {
		const file = open();
		await file.update(({ tokens }) => tokens.push(token("a")));
		writeFileSync(path, '{"version":2}');
		await file.update(({ tokens }) => tokens.push(token("b")));
		expect(readFileSync(path, "utf8")).toBe('{"version":2}');
		expect(file.state.tokens).toHaveLength(2);
		file.close();
		expect(readFileSync(path, "utf8")).toBe('{"version":2}');
	});

	it("is put aside also when that happens meanwhile, and what is known here is written anew", async () => {
		const file = open();
		await file.update(({ tokens }) => tokens.push(token("a")));
		writeFileSync(path, "{");
		await file.update(({ tokens }) => tokens.push(token("b")));
		expect(stored().tokens).toHaveLength(2);
		expect(readdirSync(join(directory, "data"))).toHaveLength(2);
	});
});

describe("who may read it", () => {
	it("is its owner alone, and the directory that it makes is, too", async () => {
		await open().update(() => {});
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(statSync(join(directory, "data")).mode & 0o777).toBe(0o700);
	});

	it("is its owner alone from now on when it stood open, and the log says so", async () => {
		await open().update(() => {});
		chmodSync(path, 0o644);
		open();
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(warnings()).toEqual([
			expect.stringContaining("could be read by other users of this machine (mode 644)"),
		]);
	});
});

describe("where it cannot be written", () => {
	// What stands in the way of a directory stops root, too, whom modes do not.
	beforeEach(() => writeFileSync(join(directory, "data"), ""));

	it("still remembers, says once that it does not last, and writes it down when it can", async () => {
		const file = open();
		await file.update(({ tokens }) => tokens.push(token("a")));
		await file.update(({ tokens }) => tokens.push(token("b")));
		expect(file.state.tokens).toHaveLength(2);
		expect(warnings()).toEqual([
			expect.stringMatching(/cannot be (read|written) .* do not outlive this server/),
		]);
	});

	it("leaves what it cannot read as it is", async () => {
		rmSync(join(directory, "data"));
		mkdirSync(path, { recursive: true });
		const file = open();
		await file.update(({ tokens }) => tokens.push(token("a")));
		expect(file.state.tokens).toHaveLength(1);
		expect(statSync(path).isDirectory()).toBe(true);
		expect(warnings()).toEqual([expect.stringContaining("cannot be read (EISDIR)")]);
	});
});

it("begins anew after it was removed: a server that still runs makes it again for a change alone", async () => {
	vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
	const file = open();
	await file.update(({ tokens }) => tokens.push(token("a")));
	rmSync(path);
	vi.advanceTimersByTime(60_000);
	await file.saved();
	for (const one of file.state.tokens) one.usedAt = 5;
	vi.advanceTimersByTime(60_000);
	await file.saved();
	expect(existsSync(path)).toBe(false);
	await file.update(({ tokens }) => tokens.push(token("b")));
	expect(stored().tokens).toHaveLength(2);
	rmSync(path);
	vi.advanceTimersByTime(60_000);
	await file.saved();
	file.close();
	expect(existsSync(path)).toBe(false);
	expect(open().state.tokens).toEqual([]);
});

it("is made again for a change that comes before anybody has seen that it was removed", async () => {
	const file = open();
	await file.update(({ tokens }) => tokens.push(token("a")));
	rmSync(path);
	await file.update(({ tokens }) => tokens.push(token("b")));
	expect(stored().tokens).toHaveLength(2);
});

it("writes again after a failure, and says that it does", async () => {
	const file = open();
	writeFileSync(join(directory, "data"), "");
	await file.update(({ tokens }) => tokens.push(token("a")));
	expect(log.warn).toHaveBeenCalledTimes(1);
	rmSync(join(directory, "data"));
	await file.update(({ tokens }) => tokens.push(token("b")));
	expect(stored().tokens).toHaveLength(2);
	expect(log.info).toHaveBeenCalledTimes(1);
});

describe("two servers on one file", () => {
	it("do not undo what the other did, at whatever moment each writes", async () => {
		const first = open();
		await first.update(({ tokens, sessions }) => {
			tokens.push(token("a"), token("b"));
			sessions.push(session("s"));
		});
		const second = open();
		await Promise.all([
			first.update((state) => {
				state.tokens = state.tokens.filter(({ id }) => id !== "a");
				state.sessions.push(session("mine"));
			}),
			second.update((state) => {
				state.tokens.push(token("c"));
				state.sessions = state.sessions.filter(({ id }) => id !== "s");
				state.passwords.admin = { hash: "x", source: "page" };
			}),
		]);
		await first.update(() => {});
		const ids = (list: { id: string }[]) => list.map(({ id }) => id).sort();
		expect(ids(stored().tokens)).toEqual(["b", "c"]);
		expect(ids(stored().sessions)).toEqual(["mine"]);
		expect(stored().passwords.admin.hash).toBe("x");
		expect(first.state).toEqual(stored());
	});

	it("see within two seconds what the other took away, without being asked for anything", async () => {
		vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
		const first = open();
		await first.update(({ tokens }) => tokens.push(token("a")));
		const second = open();
		expect(second.state.tokens).toHaveLength(1);
		const told = vi.fn();
		second.listen(told);
		await first.update((state) => {
			state.tokens = [];
		});
		vi.advanceTimersByTime(1_000);
		await expect.poll(() => second.state.tokens).toEqual([]);
		expect(told).toHaveBeenCalledTimes(1);
		expect(first.state.secret).toBe(second.state.secret);
	});

	it("that begin at the same time sign with one key", async () => {
		const [first, second] = [open(), open()];
		await Promise.all([first.update(() => {}), second.update(() => {})]);
		await Promise.all([first.saved(), second.saved()]);
		expect(second.state.secret).toBe(stored().secret);
	});
});

describe("how often it is written", () => {
	it("is once for changes that come together", async () => {
		const file = open();
		await file.update(() => {});
		const before = statSync(path, { bigint: true }).mtimeNs;
		await file.saved();
		expect(statSync(path, { bigint: true }).mtimeNs).toBe(before);
		const changes = Array.from({ length: 50 }, (_, n) =>
			file.update(({ tokens }) => tokens.push(token(`${n}`))),
		);
		expect(new Set(changes).size).toBe(1);
		await Promise.all(changes);
		expect(stored().tokens).toHaveLength(50);
	});

	it("is once a minute for what requests alone change", async () => {
		vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
		const file = open();
		await file.update(({ sessions }) => sessions.push(session("s", 1)));
		for (let second = 0; second < 59; second++) {
			for (const one of file.state.sessions) one.seenAt = second;
			vi.advanceTimersByTime(1_000);
		}
		await vi.waitFor(() => file.state);
		expect(stored().sessions[0].seenAt).toBe(1);
		vi.advanceTimersByTime(1_000);
		await expect.poll(() => stored().sessions[0].seenAt).toBe(58);
	});

	it("is at the end, at once, for what was not yet", async () => {
		const file = open();
		await file.update(() => {});
		file.update(({ tokens }) => tokens.push(token("late")));
		file.close();
		expect(stored().tokens).toHaveLength(1);
		await file.saved();
		expect(stored().tokens).toHaveLength(1);
		expect(readdirSync(join(directory, "data"))).toEqual(["access.json"]);
	});
});

it("keeps at most a thousand sessions, those that were seen last", async () => {
	const file = open();
	await file.update(({ sessions }) => {
		for (let n = 0; n < 1_200; n++) sessions.push(session(`${n}`, n % 2 === 0 ? n : 10_000 + n));
	});
	expect(file.state.sessions).toHaveLength(1_000);
	expect(file.state.sessions.map(({ id }) => id)).not.toContain("0");
	expect(file.state.sessions.map(({ id }) => id)).toContain("1");
});
