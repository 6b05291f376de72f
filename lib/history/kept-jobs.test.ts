import { afterEach, describe, expect, it, vi } from "vitest";
import { describeJobStore } from "@/lib/job-store.contract";
import type { JobMessage, JobStore } from "@/lib/jobs/types";
import { diskOptions } from "./disk.fixture";
import { openDiskHistory } from "./disk-history";
import { createJobDisk, endJob, makeJob, say } from "./jobs.fixture";
import { KeptJobs } from "./kept-jobs";
import { createRandom } from "./random.fixture";

afterEach(() => {
	vi.useRealTimers();
});

function openOnDisk(options = diskOptions()) {
	const history = openDiskHistory(options);
	const disk = createJobDisk(history);
	const jobs = new KeptJobs();
	void jobs.open(disk, history.jobs.unfinished());
	return { history, disk, jobs, options };
}

function openInMemory(): JobStore {
	const jobs = new KeptJobs();
	jobs.refuse("HOSTBEAT_HISTORY=0");
	return jobs;
}

/** All that a job said, page by page. */
async function readAll(jobs: JobStore, id: string, limit = 500, after = 0): Promise<JobMessage[]> {
	const all: JobMessage[] = [];
	for (;;) {
		const page = await jobs.messages(id, all.at(-1)?.seq ?? after, limit);
		if (page.length === 0) return all;
		expect(page.length).toBeLessThanOrEqual(limit);
		all.push(...page);
	}
}

describeJobStore("KeptJobs on the disk", () => openOnDisk().jobs);
describeJobStore("KeptJobs in memory", openInMemory);

describe.each([
	["on the disk", () => openOnDisk().jobs as JobStore],
	["in memory", openInMemory],
])("KeptJobs %s", (_, open) => {
	it.each([1, 7, 499, 500, 10_000])("gives all messages once and in order, by pages of %i", async (limit) => {
		const jobs = open();
		const job = makeJob(1);
		const { random } = createRandom(limit);
		jobs.put(job);
		const count = limit === 1 ? 700 : 10_000;
		for (let seq = 1; seq <= count; ) {
			const until = Math.min(count, seq + Math.floor(random() * 900));
			await jobs.append(job.id, say(seq, until));
			seq = until + 1;
		}
		expect(await readAll(jobs, job.id, limit)).toEqual(say(1, count));
		jobs.put(endJob(job));
		expect(await readAll(jobs, job.id, limit, 333)).toEqual(say(334, count));
	});

	it("forgets the oldest that have ended and those of long ago, and none that has not", async () => {
		const jobs = open();
		for (const number of [1, 2, 3, 4, 5, 6]) {
			const job = makeJob(number);
			jobs.put(number === 1 ? job : endJob(job));
			await jobs.append(job.id, say(1, 3));
		}
		expect((await jobs.prune({ keep: 3, before: 0 })).sort()).toEqual([makeJob(2).id, makeJob(3).id]);
		expect(await jobs.prune({ keep: 3, before: 6 })).toEqual([makeJob(4).id]);
		expect(await jobs.messages(makeJob(4).id, 0, 10)).toEqual([]);
		expect((await jobs.list({ before: null, limit: 9 })).map(({ queuedAt }) => queuedAt)).toEqual([6, 5, 1]);
		expect(await readAll(jobs, makeJob(1).id)).toHaveLength(3);
	});

	it("takes a message that it is told twice for one", async () => {
		const jobs = open();
		jobs.put(makeJob(1));
		await jobs.append(makeJob(1).id, say(1, 600));
		await jobs.append(makeJob(1).id, say(400, 700));
		expect(await readAll(jobs, makeJob(1).id)).toEqual(say(1, 700));
	});
});

describe("KeptJobs", () => {
	it("lets who reads wait for the thread after one that died, which knows what was before", async () => {
		const { jobs, disk, history, options } = openOnDisk();
		jobs.put(makeJob(1));
		await jobs.append(makeJob(1).id, say(1, 3));
		disk.end();
		jobs.refuse("its thread ended");
		await jobs.append(makeJob(1).id, say(4, 5));
		const asked = jobs.messages(makeJob(1).id, 0, 10);
		history.close();
		const again = openDiskHistory(options);
		await jobs.open(createJobDisk(again), again.jobs.unfinished());
		expect(await asked).toEqual(say(1, 5));
		again.close();
	});

	it("loses nothing that was kept when the thread dies, and goes on in memory until there is another", async () => {
		vi.useFakeTimers();
		const { jobs, disk, history, options } = openOnDisk();
		const [one, two] = [makeJob(1), makeJob(2)];
		jobs.put(one);
		jobs.put(two);
		await jobs.append(one.id, say(1, 600));
		const underWay = jobs.append(one.id, say(601, 610));
		disk.end();
		jobs.refuse("its thread ended");
		await underWay;
		await jobs.append(one.id, say(611, 620));
		expect(jobs.reason).toBe("its thread ended");
		await vi.advanceTimersByTimeAsync(5_000);
		expect((await jobs.get(two.id))?.status).toBe("running");
		expect((await readAll(jobs, one.id, 500, 600)).at(-1)?.seq).toBe(620);
		history.close();

		const again = openDiskHistory(options);
		await jobs.open(createJobDisk(again), again.jobs.unfinished());
		expect(jobs.reason).toBeNull();
		await jobs.append(one.id, say(621, 630));
		jobs.put(endJob(one));
		expect(await readAll(jobs, one.id)).toEqual(say(1, 630));
		// They are this server's own, and go on.
		expect((await jobs.get(two.id))?.status).toBe("running");
		again.close();
	});

	it("ends what another server left that had the file first", async () => {
		const other = openOnDisk();
		other.jobs.put(makeJob(1, { messages: 1 }));
		await other.jobs.append(makeJob(1).id, say(1, 3));
		other.jobs.put(makeJob(2));
		await other.jobs.append(makeJob(2).id, [{ seq: 1, time: 7, kind: "failed", words: { text: "no" } }]);
		const jobs = new KeptJobs();
		jobs.refuse("another Hostbeat uses it");
		expect(await jobs.unfinished).toEqual([]);
		jobs.put(makeJob(9));
		await jobs.append(makeJob(9).id, say(1, 4));
		other.history.close();

		const history = openDiskHistory(other.options);
		await jobs.open(createJobDisk(history), history.jobs.unfinished());
		expect(await jobs.get(makeJob(1).id)).toMatchObject({ status: "interrupted", messages: 4 });
		expect((await readAll(jobs, makeJob(1).id)).at(-1)).toMatchObject({ seq: 4, kind: "interrupted" });
		expect(await jobs.get(makeJob(2).id)).toMatchObject({ status: "failed", endedAt: 7, messages: 1 });
		expect(await readAll(jobs, makeJob(2).id)).toHaveLength(1);
		expect(await jobs.get(makeJob(9).id)).toMatchObject({ status: "running" });
		expect(await readAll(jobs, makeJob(9).id)).toEqual(say(1, 4));
		history.close();
	});

	it("waits until the file is open, and keeps what came meanwhile", async () => {
		const options = diskOptions();
		const before = openOnDisk(options);
		before.jobs.put(makeJob(1));
		before.jobs.put(endJob(makeJob(2)));
		await before.jobs.get(makeJob(1).id);
		before.history.close();
		const jobs = new KeptJobs();
		jobs.put(makeJob(3));
		const appended = jobs.append(makeJob(3).id, say(1, 2));
		const asked = jobs.list({ before: null, limit: 9 });
		const history = openDiskHistory(options);
		void jobs.open(createJobDisk(history), history.jobs.unfinished());
		await appended;
		expect((await asked).map(({ queuedAt }) => queuedAt)).toEqual([3, 2, 1]);
		expect((await jobs.unfinished).map(({ queuedAt }) => queuedAt)).toEqual([1]);
		history.close();
	});

	it("does not wait for a disk that hangs", async () => {
		vi.useFakeTimers();
		const jobs = new KeptJobs();
		void jobs.open({ keepJobs: () => new Promise(() => {}), askJobs: () => new Promise(() => {}) }, []);
		jobs.put(makeJob(1));
		const appended = jobs.append(makeJob(1).id, say(1, 1));
		vi.advanceTimersByTime(5_000);
		await appended;
		expect(jobs.reason).toBe("the disk does not answer");
		await jobs.append(makeJob(1).id, say(2, 2));
	});

	it("hands over at the end what nobody has waited for", async () => {
		const { jobs, disk, history, options } = openOnDisk();
		for (const number of [1, 2, 3]) jobs.put(makeJob(number));
		void jobs.append(makeJob(1).id, say(1, 5));
		jobs.close(disk);
		await jobs.append(makeJob(1).id, say(6, 7));
		await disk.askJobs("get", "x");
		history.close();
		const again = openOnDisk(options);
		expect(await again.jobs.unfinished).toHaveLength(3);
		expect(await readAll(again.jobs, makeJob(1).id)).toEqual(say(1, 5));
		again.history.close();
	});
});
