import { mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { sampleJob } from "@/lib/job-store.contract";
import { createJobs, makeTask, readLog } from "./jobs.fixture";
import { MemoryJobs } from "./memory-jobs.fixture";
import type { JobMessage } from "./types";

const kindsOf = (messages: JobMessage[]) => messages.map(({ kind }) => kind);
const settle = async () => {
	for (let turn = 0; turn < 5; turn++) await setImmediate();
};

describe("Jobs", () => {
	it("runs four of a hundred at once, in their order, and all to their end", async () => {
		const { jobs, host, start } = createJobs();
		const started = await Promise.all(Array.from({ length: 100 }, () => start()));
		const ids = started.map(({ id }) => id);
		expect([...ids].sort()).toEqual(ids);
		expect(started.map(({ position }) => position).slice(4, 7)).toEqual([1, 2, 3]);
		for (let ended = 0; ended < 100; ended++) {
			const { jobs: active } = jobs.active;
			const running = active.filter(({ status }) => status === "running");
			expect(running).toHaveLength(Math.min(4, 100 - ended));
			expect(running.every(({ position }) => position === null)).toBe(true);
			expect(host.ids).toHaveLength(Math.min(100, ended + 4));
			host.end(ids[ended] as string);
			await settle();
		}
		expect(host.ids).toEqual(ids);
		expect(jobs.active.jobs).toEqual([]);
		for (const id of ids)
			expect(kindsOf(await readLog(jobs, id))).toEqual(["queued", "running", "succeeded"]);
	});

	it("tells the position of each that waits, and that more wait than are named", async () => {
		const { jobs, host, start } = createJobs({ atOnce: 1 });
		const all = await Promise.all(Array.from({ length: 60 }, () => start()));
		await settle();
		expect(jobs.active.jobs.map(({ position }) => position).slice(0, 3)).toEqual([null, 1, 2]);
		expect(jobs.active).toMatchObject({ more: 9, atOnce: 1 });
		const log = await jobs.log(all[2]?.id as string);
		const positions: (number | null)[] = [];
		log?.watch(() => positions.push(log.seen.position));
		host.end(all[0]?.id as string);
		await settle();
		expect(positions[0]).toBe(1);
		host.end(all[1]?.id as string);
		await settle();
		expect(log?.seen).toMatchObject({ job: { status: "running" }, position: null });
	});

	it("lets one of those with the same concurrency key run at a time, and others pass them", async () => {
		const { host, start } = createJobs();
		const backup = makeTask("backup", { concurrencyKey: "disk" });
		const [first, second] = [await start(backup), await start(backup)];
		const other = await start();
		expect(second.position).toBe(1);
		expect(host.ids).toEqual([first.id, other.id]);
		host.end(first.id);
		await settle();
		expect(host.ids).toEqual([first.id, other.id, second.id]);
	});

	it("starts one job of a key, however often and at once it is asked for, and also one of an earlier server", async () => {
		const { jobs, host, start, store } = createJobs();
		const all = await Promise.all(Array.from({ length: 5 }, () => start(makeTask(), "nightly")));
		expect(new Set(all.map(({ id }) => id)).size).toBe(1);
		expect(all.map(({ isNew }) => isNew)).toEqual([true, false, false, false, false]);
		host.end(host.ids[0] as string);
		await settle();
		const later = createJobs({ store });
		expect(await later.start(makeTask(), "nightly")).toMatchObject({ id: all[0]?.id, isNew: false });
		await expect(later.start(makeTask("other"), "nightly")).rejects.toMatchObject({ code: "key_taken" });
		expect(jobs.active.jobs).toEqual([]);
	});

	it("refuses what a task does not take, and forgets that there was a start", async () => {
		const { jobs, start } = createJobs();
		await expect(start(makeTask(), "k", { to: 10 })).rejects.toThrow(/^to: expected/);
		await expect(start(makeTask(), null, { from: "x; rm -rf /" })).rejects.toThrow("expected one of to");
		expect(await jobs.list({ before: null, limit: 9 })).toEqual([]);
		expect(await start(makeTask(), "k")).toMatchObject({ isNew: true });
	});

	it("refuses the 1,001st that would wait", async () => {
		const { start } = createJobs({ atOnce: 1 });
		await Promise.all(Array.from({ length: 1_001 }, () => start()));
		await expect(start()).rejects.toMatchObject({ code: "queue_full" });
	});

	it("cancels one that waits, which never begins", async () => {
		const { jobs, host, start } = createJobs({ atOnce: 1 });
		const [first, second] = [await start(), await start()];
		const cancelled = await jobs.cancel(second.id, "admin");
		expect(cancelled).toMatchObject({ wasOver: false, seen: { job: { status: "cancelled" } } });
		expect(cancelled?.seen.job.reason).toEqual({ key: "cancelled", parameters: { by: "admin" } });
		expect(kindsOf(await readLog(jobs, second.id))).toEqual(["queued", "cancelled"]);
		host.end(first.id);
		await settle();
		expect(host.ids).toEqual([first.id]);
		expect(await jobs.cancel(second.id, "admin")).toMatchObject({ wasOver: true });
		expect(await jobs.cancel("unknown", "admin")).toBeNull();
	});

	it("says what came of a cancel, and not what was wished", async () => {
		const { jobs, host, start } = createJobs();
		const [stubborn, quick] = [await start(), await start()];
		const answers = Promise.all([jobs.cancel(stubborn.id, "admin"), jobs.cancel(quick.id, "ci")]);
		await settle();
		expect(host.cancelled).toEqual([stubborn.id, quick.id]);
		host.end(stubborn.id, { status: "cancelled", signal: "SIGKILL", forced: 3 });
		host.end(quick.id, { status: "succeeded" });
		const [one, other] = await answers;
		expect(one?.seen.job).toMatchObject({
			...{ status: "cancelled", signal: "SIGKILL" },
			reason: { key: "cancelled", parameters: { by: "admin", forced: 3, left: 0 } },
		});
		expect(other?.seen.job).toMatchObject({ status: "succeeded", reason: null });
	});

	it("answers a cancel after 15 s with what is known by then", async () => {
		vi.useFakeTimers();
		onTestFinished(() => void vi.useRealTimers());
		const { jobs, start } = createJobs();
		const { id } = await start();
		const answer = jobs.cancel(id, "admin");
		await vi.advanceTimersByTimeAsync(15_000);
		expect(await answer).toMatchObject({ wasOver: false, seen: { job: { status: "running" } } });
	});

	it("numbers what is said without a hole, and tells it once it is kept", async () => {
		const store = new MemoryJobs();
		const { jobs, host, start } = createJobs({ store });
		const { id } = await start();
		await settle();
		let keep = () => {};
		const gate = new Promise<void>((resolve) => {
			keep = resolve;
		});
		vi.spyOn(store, "append").mockImplementationOnce(() => gate);
		const log = await jobs.log(id);
		host.print(id, "not kept yet");
		host.print(id, "kept sooner");
		await settle();
		expect(log?.newest).toBe(2);
		expect((await jobs.log(id))?.seen).toMatchObject({ job: { messages: 2 } });
		keep();
		host.end(id);
		await settle();
		const messages = await readLog(jobs, id);
		expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
		expect(kindsOf(messages)).toEqual(["queued", "running", "log", "log", "succeeded"]);
	});

	it("says nothing after the end, whatever else is told of the job", async () => {
		const { jobs, host, start } = createJobs();
		const { id } = await start();
		host.end(id, { status: "failed", exitCode: 3, words: { key: "exited", parameters: { code: 3 } } });
		host.print(id, "late");
		host.end(id);
		host.events.onLost([id]);
		await settle();
		expect(kindsOf(await readLog(jobs, id))).toEqual(["queued", "running", "failed"]);
		expect((await jobs.log(id))?.seen.job).toMatchObject({ status: "failed", exitCode: 3, messages: 3 });
	});

	it("brings every job to its end although nothing can be kept", async () => {
		const store = new MemoryJobs();
		vi.spyOn(store, "append").mockRejectedValue(new Error("no space left"));
		vi.spyOn(store, "put").mockImplementation(() => {
			throw new Error("no space left");
		});
		const { jobs, host, start, complaints } = createJobs({ store, atOnce: 1 });
		const [one, two] = await Promise.all([start(), start()]);
		host.print(one.id, "line");
		host.end(one.id);
		await settle();
		expect(host.ids).toEqual([one.id, two.id]);
		expect(kindsOf(await readLog(jobs, one.id))).toEqual(["queued", "running", "log", "succeeded"]);
		expect(complaints.length).toBeGreaterThan(0);
	});

	it("fails a job that cannot be begun, and goes on to the next", async () => {
		const { jobs, host, start } = createJobs({ atOnce: 1 });
		host.fault = new Error("no process");
		const { id } = await start();
		await settle();
		host.fault = null;
		const next = await start();
		expect((await jobs.log(id))?.seen.job).toMatchObject({
			status: "failed",
			reason: { key: "notStarted", parameters: { reason: "no process" } },
		});
		expect(host.ids).toEqual([next.id]);
	});

	it("interrupts those whose processes have lost their owner, and goes on", async () => {
		const { jobs, host, start } = createJobs({ atOnce: 2 });
		const all = [await start(), await start(), await start()];
		host.events.onLost(host.ids);
		await settle();
		expect((await jobs.log(all[0]?.id as string))?.seen.job).toMatchObject({
			status: "interrupted",
			reason: { key: "hostEnded" },
		});
		expect(host.ids).toHaveLength(3);
	});

	it("interrupts all when the server ends, those that wait as well", async () => {
		const { jobs, host, start, store } = createJobs({ atOnce: 1 });
		const [running, waiting] = [await start(), await start()];
		jobs.close();
		await settle();
		expect(host.isClosed).toBe(true);
		expect(host.ids).toEqual([running.id]);
		expect((await store.get(running.id))?.reason).toMatchObject({ key: "serverEnded" });
		expect((await store.get(waiting.id))?.reason).toMatchObject({ key: "serverEndedBefore" });
		await expect(start()).rejects.toMatchObject({ code: "closing" });
	});

	it("interrupts what an earlier server left, with all that it had said, and knows the end of what had ended", async () => {
		const store = new MemoryJobs();
		const time = Date.now();
		const left = [sampleJob(1, { messages: 2 }), sampleJob(2, { status: "queued" }), sampleJob(3)];
		for (const job of left) store.put(job);
		const say = (seq: number, progress: number): JobMessage => ({
			...{ seq, time: 1, kind: "progress", progress, words: { text: `at ${seq}` } },
		});
		await store.append(left[0]?.id as string, [say(1, 0.1), say(2, 0.2), say(3, 0.3), say(4, 0.4)]);
		await store.append(left[2]?.id as string, [say(1, 0.1), { seq: 2, time, kind: "failed", words: null }]);
		Object.assign(store, { unfinished: Promise.resolve(left) });
		const { jobs } = createJobs({ store });
		const [third, second, first] = (await jobs.list({ before: null, limit: 9 })).map(({ job }) => job);
		expect(first).toMatchObject({
			status: "interrupted",
			progress: 0.4,
			message: { text: "at 4" },
			messages: 5,
		});
		expect(first?.reason).toMatchObject({ key: "serverEnded" });
		expect(second).toMatchObject({ status: "interrupted", reason: { key: "serverEndedBefore" } });
		expect(third).toMatchObject({ status: "failed", endedAt: time, messages: 2 });
		expect(kindsOf(await readLog(jobs, left[0]?.id as string)).slice(3)).toEqual(["progress", "interrupted"]);
		expect(kindsOf(await readLog(jobs, left[2]?.id as string))).toEqual(["progress", "failed"]);
	});

	it("gives all that was said, of which only the newest is at hand, also after a hundred others have ended", async () => {
		const { jobs, host, start } = createJobs();
		const { id } = await start();
		for (let from = 0; from < 10_000; from += 100) {
			host.print(id, ...Array.from({ length: 100 }, (_, index) => `line ${from + index}`));
		}
		await settle();
		const check = async () => {
			const messages = await readLog(jobs, id);
			expect(messages.map(({ seq }) => seq)).toEqual(Array.from(messages, (_, index) => index + 1));
			expect(messages[9_999]).toMatchObject({ words: { text: "line 9997" } });
			return messages.length;
		};
		expect(await check()).toBe(10_002);
		host.end(id);
		for (let more = 0; more < 20; more++) {
			const other = await start();
			host.end(other.id);
			await settle();
		}
		expect(await check()).toBe(10_003);
	});

	it("removes the directory of a job with the job, and what is left of those that nobody knows", async () => {
		const directory = mkdtempSync(join(tmpdir(), "jobs-"));
		const store = new MemoryJobs();
		Object.assign(store, { reason: null });
		const old = sampleJob(1, { status: "failed", endedAt: 1 });
		const kept = sampleJob(2, { status: "failed", endedAt: Date.now() });
		for (const job of [old, kept]) store.put(job);
		for (const id of [old.id, kept.id, "0000000000unknown".slice(1), "a-file-of-others"]) {
			mkdirSync(join(directory, id));
		}
		createJobs({ store, directory });
		await vi.waitFor(() =>
			expect(readdirSync(directory).sort()).toEqual([kept.id, "a-file-of-others"].sort()),
		);
		expect(await store.get(old.id)).toBeNull();
	});

	it("tells the state of a job at each change, and its last one always", async () => {
		vi.useFakeTimers();
		onTestFinished(() => void vi.useRealTimers());
		const { host, start, told, active } = createJobs();
		const { id } = await start();
		for (let step = 1; step <= 100; step++) {
			host.events.onNews(id, [{ kind: "progress", progress: step / 100, words: null }]);
			await vi.advanceTimersByTimeAsync(20);
		}
		host.end(id);
		await vi.advanceTimersByTimeAsync(1_000);
		expect(told.map(({ status }) => status)).toContain("running");
		// Four a second, in two seconds, and the first and the last.
		expect(told.length).toBeLessThanOrEqual(10);
		expect(told.at(-1)).toMatchObject({ status: "succeeded", progress: 1, title: "Compter" });
		expect(active.at(-1)).toMatchObject({ jobs: [], more: 0 });
		expect(active.length).toBeLessThanOrEqual(4);
	});
});
