import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ActiveJobs, JobStatus, JobView } from "@/lib/jobs/types";
import { JobsStore } from "./jobs";
import type { JobsAnswer, JobsList } from "./jobs-ask";
import { sharedProgress, splitJobs } from "./jobs-order";

let listed: JobView[];
let asked: (string | null)[];
let stopAnswer: () => Promise<JobsAnswer<JobView>>;

function job(id: string, status: JobStatus, change: Partial<JobView> = {}): JobView {
	return { id, status, time: 1, progress: null, position: null, ...change } as JobView;
}

function store(jobs: JobView[], isTold = true): JobsStore {
	return new JobsStore(
		{ time: Date.now(), jobs, hasMore: true, language: "en", isTold, cursor: "e-1" },
		{
			list: async (_, before) => {
				asked.push(before);
				const value: JobsList = { jobs: listed, tasks: [], atOnce: 4 };
				return { isDone: true, status: 200, value };
			},
			stop: () => stopAnswer(),
		},
	);
}

const active = (time: number, jobs: JobView[], more = 0) => ({ time, jobs, atOnce: 4, more }) as ActiveJobs;
const brief = (one: JobsStore) => one.jobs.map(({ id, status }) => `${id} ${status}`);
const settle = () => vi.advanceTimersByTimeAsync(60);

beforeEach(() => {
	vi.useFakeTimers();
	listed = [];
	asked = [];
});
afterEach(() => {
	vi.useRealTimers();
});

describe("JobsStore", () => {
	it("never brings back to life what has ended, whatever overtakes what on the way", async () => {
		const jobs = store([job("a", "running")]);
		jobs.hear("job", job("a", "succeeded", { time: 5 }));
		jobs.hear("jobs", active(9, [job("a", "running", { time: 9 })]));
		jobs.hear("job", job("a", "running", { time: 6 }));
		await settle();
		expect(brief(jobs)).toEqual(["a succeeded"]);
	});

	it("asks what came of a job that is under way no more, where nobody has told its end", async () => {
		const jobs = store([job("a", "running")]);
		listed = [job("a", "interrupted", { time: 9 })];
		jobs.hear("jobs", active(8, []));
		await settle();
		await settle();
		expect(asked).toEqual([null]);
		expect(brief(jobs)).toEqual(["a interrupted"]);
		expect(jobs.takeEnded().map(({ id }) => id)).toEqual(["a"]);
		expect(jobs.takeEnded()).toEqual([]);
	});

	it("asks for nothing where of very many that wait only the first are told", async () => {
		const jobs = store([job("a", "queued"), job("b", "queued")]);
		jobs.hear("jobs", active(8, [job("a", "queued", { time: 8 })], 1));
		await settle();
		expect(asked).toEqual([]);
	});

	it("asks again after a gap, for what ended in it is told by nobody else", async () => {
		const jobs = store([]);
		listed = [job("b", "failed")];
		jobs.hear("snapshot", { events: {} });
		await settle();
		expect(brief(jobs)).toEqual(["b failed"]);
	});

	it("tells of an end only where it was seen under way", async () => {
		const jobs = store([]);
		let told = 0;
		jobs.on("ended", () => told++);
		jobs.hear("job", job("old", "succeeded"));
		await settle();
		expect(told).toBe(0);
	});

	it("is stopping at once, and then what really happened", async () => {
		const jobs = store([job("a", "running")]);
		let end = (_: JobsAnswer<JobView>) => {};
		stopAnswer = () => new Promise((resolve) => (end = resolve));
		const stopped = jobs.stop("a");
		expect(jobs.isStopping("a")).toBe(true);
		await settle();
		expect(brief(jobs), "nothing is said before it is true").toEqual(["a running"]);
		end({ isDone: true, status: 200, value: job("a", "succeeded", { time: 3 }) });
		await stopped;
		await settle();
		expect(jobs.isStopping("a")).toBe(false);
		expect(brief(jobs), "it was done before it could be stopped").toEqual(["a succeeded"]);
	});

	it("says why a job could not be stopped, and lets it be tried again", async () => {
		const jobs = store([job("a", "running")]);
		stopAnswer = async () => ({ isDone: false, status: 0, code: "unreachable", message: null });
		await jobs.stop("a");
		expect(jobs.trouble).toMatchObject({ id: "a", answer: { code: "unreachable" } });
		expect(jobs.isStopping("a")).toBe(false);
	});

	it("asks while somebody looks where the stream tells nothing, and only then", async () => {
		const jobs = store([], false);
		jobs.poll(true);
		await vi.advanceTimersByTimeAsync(10_100);
		expect(asked).toHaveLength(3);
		jobs.poll(false);
		await vi.advanceTimersByTimeAsync(60_000);
		expect(asked).toHaveLength(3);
		expect(jobs.state.name).toBe("live");
	});

	it("loads older ones until there are none", async () => {
		const jobs = store([job("c", "failed"), job("b", "failed")]);
		listed = [job("a", "succeeded")];
		await jobs.more();
		await settle();
		expect([asked, brief(jobs), jobs.hasMore]).toEqual([
			["b"],
			["c failed", "b failed", "a succeeded"],
			true,
		]);
		listed = [];
		await jobs.more();
		expect(jobs.hasMore).toBe(false);
	});

	it("forgets what the server has removed", async () => {
		const jobs = store([job("b", "failed"), job("a", "failed")]);
		listed = [job("a", "failed")];
		await jobs.refresh();
		await settle();
		expect(brief(jobs)).toEqual(["a failed"]);
	});
});

describe("splitJobs", () => {
	it("has what runs first, then what waits in the order of the queue, and what ended last on top", () => {
		const { active: first, finished } = splitJobs([
			job("e", "queued", { position: 2 }),
			job("d", "queued", { position: 1 }),
			job("c", "running"),
			job("b", "failed", { endedAt: 5 }),
			job("a", "succeeded", { endedAt: 9 }),
		]);
		expect(first.map(({ id }) => id)).toEqual(["c", "d", "e"]);
		expect(finished.map(({ id }) => id)).toEqual(["a", "b"]);
	});
});

describe("sharedProgress", () => {
	it("is not known where one of them does not know", () => {
		expect(sharedProgress([{ progress: 0.5 }, { progress: null }])).toBeNull();
		expect(sharedProgress([{ progress: 0.5 }, { progress: 0.25 }])).toBe(0.375);
		expect(sharedProgress([])).toBeNull();
	});
});
