import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { JobLog } from "./job-log";
import { JobStream } from "./job-stream";
import { createJobs } from "./jobs.fixture";

interface Told {
	event: string;
	id?: string;
	retry?: number;
	data: Record<string, unknown>;
}

const encode = (event: object) => `${JSON.stringify(event)}\n`;
const settle = async () => {
	for (let turn = 0; turn < 5; turn++) await setImmediate();
};

/** What a stream says from now on, whole frames at a time. */
function follow(log: JobLog, more: Partial<ConstructorParameters<typeof JobStream>[0]> = {}) {
	const onClose = vi.fn();
	const stream = new JobStream({
		...{ log, after: 0, language: "en", encode, retryMs: 1_000, hello: { version: "1" }, onClose },
		...more,
	});
	const told: Told[] = [];
	const decoder = new TextDecoder();
	const ended = (async () => {
		for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
			for (const line of decoder.decode(chunk).trim().split("\n")) told.push(JSON.parse(line));
		}
	})();
	ended.catch(() => {});
	return { stream, told, ended, onClose, ids: () => told.flatMap(({ id }) => (id ? [Number(id)] : [])) };
}

async function begin() {
	const made = createJobs();
	const { id } = await made.start();
	await settle();
	return { ...made, id, log: (await made.jobs.log(id)) as JobLog };
}

afterEach(() => void vi.useRealTimers());

describe("JobStream", () => {
	it("says at once what the job is, then all from its first message on, and ends with its end", async () => {
		const { host, id, log } = await begin();
		host.print(id, "before anyone looks");
		const viewer = follow(log);
		await settle();
		host.print(id, "two\nlines");
		host.end(id, { status: "failed", exitCode: 3, words: { key: "exited", parameters: { code: 3 } } });
		await viewer.ended;
		expect(viewer.told.map(({ event }) => event)).toEqual([
			...["hello", "queued", "running", "log", "log", "failed"],
		]);
		expect(viewer.ids()).toEqual([1, 2, 3, 4, 5]);
		expect(viewer.told[0]).toMatchObject({ retry: 1_000, data: { heartbeatMs: 15_000, version: "1" } });
		expect(viewer.told[0]).not.toHaveProperty("id");
		expect(viewer.told[4]?.data).toMatchObject({ text: "two\nlines", source: "stdout" });
		expect(viewer.told[5]?.data).toMatchObject({
			text: "It ended with exit code 3.",
			job: { status: "failed", exitCode: 3, messages: 5 },
		});
		expect(viewer.onClose).toHaveBeenCalledTimes(1);
	});

	it("brings one whose number is none of this job's all of it, and its end", async () => {
		const { host, id, log } = await begin();
		const viewer = follow(log, { after: 99 });
		await settle();
		host.end(id, {});
		await viewer.ended;
		expect(viewer.told.map(({ event }) => event)).toEqual(["hello", "queued", "running", "succeeded"]);
	});

	it("brings one that returns exactly the rest, of a job that goes on and of one that has ended", async () => {
		const { jobs, host, id, log } = await begin();
		host.print(id, ...Array.from({ length: 5_000 }, (_, index) => `line ${index}`));
		await settle();
		const during = follow(log, { after: 4_990 });
		host.print(id, "later");
		host.end(id);
		await during.ended;
		expect(during.ids()).toEqual(Array.from({ length: 14 }, (_, index) => 4_991 + index));
		const after = follow((await jobs.log(id)) as JobLog, { after: 17 });
		await after.ended;
		expect(after.ids()).toEqual(Array.from({ length: 4_987 }, (_, index) => 18 + index));
	});

	it("has all for one that takes none of it for long, and holds little meanwhile", async () => {
		const { host, id, log } = await begin();
		const read = vi.spyOn(log, "read");
		const stream = new JobStream({
			...{ log, after: 0, language: "en", encode, retryMs: 1, hello: {}, onClose: () => {} },
		});
		const line = "x".repeat(1_000);
		for (let count = 0; count < 50; count++) {
			host.print(id, ...Array.from({ length: 100 }, () => line));
			await settle();
		}
		host.end(id);
		await settle();
		expect(read.mock.calls.length, "only as much as it may hold").toBeLessThan(100);
		const ids: number[] = [];
		for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
			for (const [, found] of new TextDecoder().decode(chunk).matchAll(/"id":"(\d+)"/g))
				ids.push(Number(found));
		}
		expect(ids).toEqual(Array.from({ length: 5_003 }, (_, index) => index + 1));
	});

	it("gives up one that takes nothing for a minute, which may come back for it", async () => {
		vi.useFakeTimers();
		const { jobs, host, start } = createJobs();
		const { id } = await start();
		host.print(id, ...Array.from({ length: 200 }, () => "x".repeat(1_000)));
		const log = (await jobs.log(id)) as JobLog;
		const onClose = vi.fn();
		new JobStream({ ...{ log, after: 0, language: "en", encode, retryMs: 1, hello: {}, onClose } });
		await vi.advanceTimersByTimeAsync(59_000);
		expect(onClose).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(2_000);
		expect(onClose).toHaveBeenCalledTimes(1);
	});

	it("says each 15 s that it is there", async () => {
		vi.useFakeTimers();
		const { jobs, start } = createJobs();
		const { id } = await start();
		const viewer = follow((await jobs.log(id)) as JobLog);
		await vi.advanceTimersByTimeAsync(31_000);
		expect(viewer.told.map(({ event }) => event)).toEqual(["hello", "queued", "running", "ping", "ping"]);
	});

	it("tells another position, which has no number", async () => {
		const { jobs, host, start } = createJobs({ atOnce: 1 });
		const [first, , third] = [await start(), await start(), await start()];
		const viewer = follow((await jobs.log(third.id)) as JobLog);
		await settle();
		host.end(first.id);
		await settle();
		const positions = viewer.told.filter(({ event }) => event === "job");
		expect(positions.map(({ data }) => data.position)).toEqual([1]);
		expect(positions[0]).not.toHaveProperty("id");
	});

	it("speaks the language of each of its viewers, and leaves what commands say as it is", async () => {
		const { host, id, log } = await begin();
		const viewers = (["en", "fr", "ro"] as const).map((language) => follow(log, { language }));
		host.print(id, "made");
		host.events.onLost([id]);
		await Promise.all(viewers.map(({ ended }) => ended));
		expect(viewers.map(({ told }) => told.at(-2)?.data.text)).toEqual(["made", "made", "made"]);
		const ends = viewers.map(({ told }) => told.at(-1)?.data.text);
		expect(new Set(ends).size).toBe(3);
		expect(ends[0]).toBe("The process that ran it ended.");
		expect(viewers[1]?.told[0]?.data.job).toMatchObject({ title: "Compter" });
	});

	it("ends after a last word, and leaves the others what is theirs", async () => {
		const { host, id, log } = await begin();
		const [leaving, staying] = [follow(log), follow(log)];
		await settle();
		leaving.stream.close("signed-out", { reason: "revoked" });
		leaving.stream.close("signed-out", { reason: "revoked" });
		leaving.stream.drop();
		host.print(id, "secret");
		host.end(id);
		await Promise.all([leaving.ended, staying.ended]);
		expect(leaving.told.at(-1)).toMatchObject({ event: "signed-out", data: { reason: "revoked" } });
		expect(JSON.stringify(leaving.told)).not.toContain("secret");
		expect(staying.ids()).toEqual([1, 2, 3, 4]);
		expect(leaving.onClose).toHaveBeenCalledTimes(1);
	});

	it("is cut where the log cannot be read, so that its viewer comes back", async () => {
		const { log } = await begin();
		vi.spyOn(log, "read").mockImplementation(() => Promise.reject(new Error("the disk hangs")));
		const viewer = follow(log);
		await expect(viewer.ended).rejects.toMatchObject({ name: "AbortError" });
		expect(viewer.onClose).toHaveBeenCalledTimes(1);
	});
});
