import { describe, expect, it } from "vitest";
import type { Job, JobMessage, JobStore } from "@/lib/jobs/types";

/** A job of the given number, which runs unless something else is said. */
export function sampleJob(number: number, more: Partial<Job> = {}): Job {
	return {
		id: String(number).padStart(16, "0"),
		...{ task: "count", title: { en: "Count", ro: "Numără" }, mayRun: "admin", status: "running" },
		...{ progress: null, message: null, parameters: { to: number, names: ["a", "b"] }, key: null },
		...{ startedBy: { kind: "session", name: "admin" }, language: "ro", queuedAt: number * 1_000 },
		...{ startedAt: number * 1_000, endedAt: null, reason: null, exitCode: null, signal: null },
		...{ messages: 0, leftOut: 0, result: null },
		...more,
	};
}

const ended = (number: number, more: Partial<Job> = {}) =>
	sampleJob(number, { status: "succeeded", endedAt: number * 1_000 + 500, ...more });

const lines = (from: number, to: number): JobMessage[] =>
	Array.from({ length: to - from + 1 }, (_, index) => ({
		...{ seq: from + index, time: from + index, kind: "log", source: "stdout" },
		words: { text: `line ${from + index}` },
	}));

async function readAll(store: JobStore, id: string, after = 0, limit = 1_000): Promise<JobMessage[]> {
	const all: JobMessage[] = [];
	for (;;) {
		const page = await store.messages(id, all.at(-1)?.seq ?? after, limit);
		expect(page.length).toBeLessThanOrEqual(limit);
		if (page.length === 0) return all;
		all.push(...page);
	}
}

/**
 * What every store of jobs promises; `open` gives an empty one. It is on the ground floor because stores of two rooms
 * keep it.
 */
export function describeJobStore(name: string, open: () => JobStore | Promise<JobStore>): void {
	describe(name, () => {
		it("gives messages once and in order, after whichever one and in pages of any size", async () => {
			const store = await open();
			store.put(sampleJob(1));
			void store.append(sampleJob(1).id, lines(1, 700));
			void store.append(sampleJob(1).id, lines(701, 701));
			await store.append(sampleJob(1).id, lines(702, 3_000));
			expect(await readAll(store, sampleJob(1).id)).toEqual(lines(1, 3_000));
			expect(await readAll(store, sampleJob(1).id, 699, 7)).toEqual(lines(700, 3_000));
			expect(await store.messages(sampleJob(1).id, 3_000, 10)).toEqual([]);
		});

		it("gives the same messages once the job has ended", async () => {
			const store = await open();
			store.put(sampleJob(1));
			void store.append(sampleJob(1).id, lines(1, 50));
			await store.append(sampleJob(1).id, [
				{ seq: 51, time: 51, kind: "failed", words: { key: "exited", parameters: { code: 3 } } },
			]);
			store.put(ended(1, { status: "failed", messages: 51 }));
			const all = await readAll(store, sampleJob(1).id, 48, 2);
			expect(all.map(({ seq, kind }) => [seq, kind])).toEqual([
				[49, "log"],
				[50, "log"],
				[51, "failed"],
			]);
		});

		it("keeps text of any kind as it was", async () => {
			const store = await open();
			const words = { text: "two\nlines\r\n\u0000 and \u{1f600} \ufffd \x1b[31mred" };
			store.put(sampleJob(1));
			await store.append(sampleJob(1).id, [{ seq: 1, time: 1, kind: "log", source: "stderr", words }]);
			const [message] = await store.messages(sampleJob(1).id, 0, 1);
			expect(message).toMatchObject({ words, source: "stderr" });
		});

		it("keeps the messages of each job apart", async () => {
			const store = await open();
			for (const number of [1, 2]) store.put(sampleJob(number));
			void store.append(sampleJob(1).id, lines(1, 3));
			await store.append(sampleJob(2).id, lines(1, 5));
			expect(await readAll(store, sampleJob(1).id)).toHaveLength(3);
			expect(await readAll(store, sampleJob(2).id)).toHaveLength(5);
			expect(await store.messages(sampleJob(3).id, 0, 10)).toEqual([]);
		});

		it("gives a job as it was put last, whatever became of the object since", async () => {
			const store = await open();
			const job = sampleJob(1, { status: "queued", startedAt: null });
			store.put(job);
			store.put(Object.assign(job, { status: "running", startedAt: 2_000 }));
			job.status = "failed";
			expect(await store.get(job.id)).toEqual(sampleJob(1, { startedAt: 2_000 }));
			const result = { files: [{ name: "a.csv", type: "text/csv", bytes: 5 }], facts: { lines: 2 } };
			store.put(ended(1, { result, message: { text: "done" } }));
			expect(await store.get(job.id)).toEqual(ended(1, { result, message: { text: "done" } }));
			expect(await store.get(sampleJob(9).id)).toBeNull();
		});

		it("lists the newest first, page by page", async () => {
			const store = await open();
			for (const number of [3, 1, 5, 2, 4]) store.put(ended(number));
			const idsOf = (jobs: Job[]) => jobs.map(({ id }) => Number(id));
			const first = await store.list({ before: null, limit: 2 });
			expect(idsOf(first)).toEqual([5, 4]);
			expect(idsOf(await store.list({ before: first.at(-1)?.id ?? null, limit: 2 }))).toEqual([3, 2]);
			expect(idsOf(await store.list({ before: sampleJob(1).id, limit: 2 }))).toEqual([]);
		});

		it("finds the newest job of a key", async () => {
			const store = await open();
			for (const number of [1, 2]) store.put(ended(number, { key: "nightly" }));
			store.put(ended(3, { key: "weekly" }));
			expect((await store.find("nightly"))?.id).toBe(sampleJob(2).id);
			expect(await store.find("night")).toBeNull();
		});

		it("forgets the oldest that have ended with all that they said, and none that has not", async () => {
			const store = await open();
			store.put(sampleJob(1));
			for (const number of [2, 3, 4, 5]) {
				store.put(sampleJob(number, { key: "k" }));
				void store.append(sampleJob(number).id, lines(1, 10));
				store.put(ended(number, { key: "k", messages: 10 }));
			}
			const byCount = await store.prune({ keep: 2, before: 0 });
			expect(byCount.sort()).toEqual([sampleJob(2).id, sampleJob(3).id]);
			expect(await store.prune({ keep: 2, before: 4_501 })).toEqual([sampleJob(4).id]);
			expect(await store.prune({ keep: 2, before: 4_501 })).toEqual([]);
			const left = await store.list({ before: null, limit: 10 });
			expect(left.map(({ id }) => Number(id))).toEqual([5, 1]);
			expect(await store.messages(sampleJob(2).id, 0, 10)).toEqual([]);
			expect(await store.get(sampleJob(4).id)).toBeNull();
			expect(await readAll(store, sampleJob(5).id)).toHaveLength(10);
		});

		it("has nothing unfinished before anything was put", async () => {
			const store = await open();
			store.put(sampleJob(1));
			expect(await store.unfinished).toEqual([]);
		});
	});
}
