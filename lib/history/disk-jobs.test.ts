import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { diskOptions, silentLog } from "./disk.fixture";
import { openDiskHistory } from "./disk-history";
import { endJob, makeJob, say } from "./jobs.fixture";
import { type Database, openDatabase } from "./sqlite";

const rule = { keep: 1_000, before: 0 };
const page = (after = 0, limit = 500) => ({ id: makeJob(1).id, after, limit });

function openHistory(options = diskOptions()) {
	const state = { now: 0, database: null as unknown as Database };
	const open = (file: string) => {
		const opened = openDatabase(file);
		state.database = opened.database;
		return opened;
	};
	const history = openDiskHistory(options, { now: () => state.now, log: silentLog(), open });
	const limit = (pages: number) => state.database.exec(`PRAGMA history.max_page_count = ${pages}`);
	const ask = (subject: string, data: unknown) => history.jobs.answer(subject, data) as { seq: number }[];
	return { history, jobs: history.jobs, state, limit, options, ask };
}
const put = (number: number) => ({ type: "put", job: makeJob(number) }) as const;
const append = (from: number, to: number, number = 1) => {
	return { type: "append", id: makeJob(number).id, messages: say(from, to) } as const;
};
const ids = (messages: { seq: number }[]) => messages.map(({ seq }) => seq);
const run = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("DiskJobs", () => {
	it("holds what a full disk does not take, tells it all the same, and writes it once it can", () => {
		const { history, jobs, limit, state, options, ask } = openHistory();
		expect(jobs.write([put(1), append(1, 20)])).toBeNull();
		limit(1);
		let last = 20;
		let reason: string | null = null;
		while (reason === null) {
			reason = jobs.write([{ ...append(last + 1, last + 10), messages: noisy(last + 1, last + 10) }]);
			last += 10;
		}
		expect(reason).toBe("the disk is full");
		expect(jobs.write([put(2), append(1, 5, 2)])).toBe("the disk is full");
		expect(ids(ask("messages", { id: makeJob(2).id, after: 2, limit: 2 }))).toEqual([3, 4]);
		expect(ids(ask("messages", page(last - 3)))).toEqual(run(last - 2, last));
		expect(ask("list", { before: null, limit: 9 })).toHaveLength(2);
		expect(ask("prune", { keep: 0, before: 0 })).toEqual([]);
		limit(1_000_000);
		state.now += 10_000;
		expect(jobs.write([append(last + 1, last + 1)])).toBeNull();
		history.close();
		const again = openHistory(options);
		const all: number[] = [];
		for (;;) {
			const more = ids(again.ask("messages", page(all.at(-1) ?? 0)));
			if (more.length === 0) break;
			all.push(...more);
		}
		expect(all).toEqual(run(1, last + 1));
		expect(again.history.jobs.unfinished()).toHaveLength(2);
		again.history.close();
	});

	it("goes on in a new file with the jobs that run, where somebody deleted the one before", () => {
		const { history, jobs, state, options, ask } = openHistory();
		jobs.write([put(1), append(1, 600), put(2), { type: "put", job: endJob(makeJob(2)) }]);
		rmSync(dirname(options.file), { recursive: true });
		state.now += 10_000;
		expect(jobs.write([append(601, 602)])).toBe("its file was deleted");
		expect(ask("get", makeJob(1).id)).toMatchObject({ status: "running" });
		expect(ids(ask("messages", page(600)))).toEqual([601, 602]);
		state.now += 10_000;
		expect(jobs.write([append(603, 603)])).toBeNull();
		history.close();
		const again = openHistory(options);
		expect(again.jobs.unfinished()).toEqual([makeJob(1)]);
		expect(ids(again.ask("messages", page()))).toEqual([601, 602, 603]);
		again.history.close();
	});

	it("puts something in the place of messages that are damaged, the end of the job among it", () => {
		const { history, jobs, state, ask } = openHistory();
		jobs.write([put(1), append(1, 700)]);
		jobs.write([{ type: "put", job: endJob(makeJob(1), { status: "failed", messages: 700 }) }]);
		state.database.exec("UPDATE job_page SET data = x'00112233'");
		const first = ask("messages", page());
		expect(ids(first)).toEqual(run(1, 500));
		expect(ask("messages", page(500)).at(-1)).toMatchObject({ seq: 700, kind: "failed" });
		expect(ask("messages", page(700))).toEqual([]);
		history.close();
	});

	it("forgets the oldest logs that are too many for their share of the file, and not the newest", () => {
		const { history, jobs, ask } = openHistory(diskOptions({ maxBytes: 4 * 2 ** 20 }));
		for (const number of [1, 2, 3, 4, 5, 6]) {
			const { id } = makeJob(number);
			jobs.write([put(number), { type: "append", id, messages: noisy(1, 300) }]);
			jobs.write([{ type: "put", job: endJob(makeJob(number)) }]);
		}
		expect(ask("prune", rule)).toEqual([3, 2, 1].map((number) => makeJob(number).id));
		expect(ask("messages", { ...page(), id: makeJob(6).id })).not.toEqual([]);
		history.close();
	});

	it("takes little of the disk for what a long job said", () => {
		const { history, jobs, state } = openHistory();
		jobs.write([put(1), append(1, 10_000), { type: "put", job: endJob(makeJob(1)) }]);
		const read = (query: string) => Object.values(state.database.prepare(query).get() ?? {})[0];
		expect(read("SELECT count(*) FROM job_message")).toBe(0);
		// Of some 80 bytes each.
		expect(read("SELECT sum(length(data)) FROM job_page")).toBeLessThan(10_000 * 10);
		expect(read("SELECT bytes FROM job")).toBe(read("SELECT sum(length(data)) FROM job_page"));
		history.close();
	});

	it("keeps all of a batch or nothing", () => {
		const { history, jobs, state, ask } = openHistory();
		jobs.write([put(1)]);
		state.database.exec(
			"CREATE TRIGGER history.no BEFORE INSERT ON job_message WHEN new.seq = 3 BEGIN SELECT raise(ABORT, 'no'); END",
		);
		expect(jobs.write([append(1, 2), append(3, 4)])).toBe("no");
		expect(state.database.prepare("SELECT count(*) AS count FROM job_message").get()).toEqual({ count: 0 });
		expect(ids(ask("messages", page()))).toEqual([1, 2, 3, 4]);
		history.close();
	});

	it("brings a file of the first version, with all that it holds, to these tables", () => {
		const options = diskOptions();
		const before = openHistory(options);
		for (let second = 1; second <= 2_000; second++) {
			before.history.append({ time: second * 1_000, metrics: ["a"], values: Float64Array.of(second) });
		}
		const query = { metrics: ["a"], from: 0, to: 2_000_000, points: 500 };
		const range = before.history.range(query);
		for (const table of ["job", "job_message", "job_page", "own_series", "own_reading", "own_minute"]) {
			before.state.database.exec(`DROP TABLE history.${table}`);
		}
		before.state.database.exec("PRAGMA history.user_version = 1");
		before.history.close();
		const { history, jobs } = openHistory(options);
		expect(history.setAside).toBeNull();
		expect(history.range(query)).toEqual(range);
		expect(jobs.write([put(1), append(1, 3)])).toBeNull();
		history.close();
	});
});

/** What nobody can compress. */
function noisy(from: number, to: number) {
	return say(from, to, () => randomBytes(1_000).toString("base64"));
}
