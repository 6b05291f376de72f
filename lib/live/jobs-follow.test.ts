import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { JobView } from "@/lib/jobs/types";
import { FakeEventSource } from "./fake-event-source";
import { JobFollow } from "./jobs-follow";

let sources: FakeEventSource[];
let said: string[];
let states: string[];
let statuses: string[];
let answer: () => Promise<Response>;
let follow: JobFollow;
const newest = () => sources.at(-1) as FakeEventSource;
const job = { id: "j", status: "running", time: 1 } as JobView;

const log = (seq: number) =>
	newest().send("log", { time: seq, source: "stdout", text: `m${seq}` }, String(seq));
const hello = () => newest().send("hello", { time: 1, heartbeatMs: 15_000, job });

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(Math, "random").mockReturnValue(0.5);
	sources = [];
	said = [];
	states = [];
	statuses = [];
	answer = async () => new Response(null, { headers: { "Content-Type": "text/event-stream" } });
	follow = new JobFollow(
		{
			...{ id: "j", language: "ro", after: 0, isOnline: () => true },
			createEventSource: (url) => {
				const source = new FakeEventSource(url);
				sources.push(source);
				return source as unknown as EventSource;
			},
			fetch: async (url) =>
				String(url).includes("/api/session") ? Response.json({ scopes: ["read"] }) : answer(),
		},
		{
			onJob: () => {},
			onLog: ({ seq, text }) => said.push(`${seq} ${text}`),
			onProgress: ({ progress }) => said.push(`${progress}`),
			onStatus: (status) => statuses.push(status),
			onState: ({ name }) => states.push(name),
		},
	);
	follow.start();
});
afterEach(() => {
	follow.close();
	vi.useRealTimers();
});

describe("JobFollow", () => {
	it("goes on after a cut from the newest message, and has each once and in order", async () => {
		hello();
		for (const seq of [1, 2, 3]) log(seq);
		newest().fail();
		await vi.advanceTimersByTimeAsync(31_000);
		expect(newest().url).toBe("/api/jobs/j/stream?language=ro&last_event_id=3");
		hello();
		for (const seq of [3, 4]) log(seq);
		expect(said).toEqual(["1 m1", "2 m2", "3 m3", "4 m4"]);
	});

	it("asks again from where a message is missing", async () => {
		hello();
		for (const seq of [1, 2, 5]) log(seq);
		expect(said).toEqual(["1 m1", "2 m2"]);
		await vi.advanceTimersByTimeAsync(31_000);
		expect(newest().url).toContain("last_event_id=2");
	});

	it("ends with the job, and never asks again", async () => {
		hello();
		log(1);
		newest().send("succeeded", { time: 2, text: null, job: { ...job, status: "succeeded" } }, "2");
		expect(statuses).toEqual(["succeeded"]);
		expect(states.at(-1)).toBe("complete");
		expect(newest().closed).toBe(true);
		await vi.advanceTimersByTimeAsync(600_000);
		expect(sources).toHaveLength(1);
		expect(vi.getTimerCount()).toBe(0);
	});

	it.each([
		["204, not to come back", 204, "ended"],
		["404", 404, "gone"],
		["401", 401, "signedOut"],
	])("ends where the server answers %s", async (_, status, state) => {
		answer = async () => new Response(null, { status });
		newest().fail();
		await vi.advanceTimersByTimeAsync(0);
		expect(states.at(-1)).toBe(state);
		await vi.advanceTimersByTimeAsync(600_000);
		expect(sources).toHaveLength(1);
	});

	it("is told that its session is over", () => {
		hello();
		newest().send("signed-out", { reason: "revoked" });
		expect(states.at(-1)).toBe("signedOut");
	});

	it("comes back when the server, which goes, has said so", async () => {
		hello();
		newest().send("shutdown", { retryMs: 4_000 });
		expect(states.at(-1)).toBe("reconnecting");
		await vi.advanceTimersByTimeAsync(4_000);
		expect(sources).toHaveLength(2);
	});

	it("says that it is delayed when nothing is heard, and opens anew when that lasts", async () => {
		hello();
		await vi.advanceTimersByTimeAsync(34_500);
		expect(states.at(-1)).toBe("delayed");
		newest().send("ping", { time: 1 });
		expect(states.at(-1)).toBe("live");
		await vi.advanceTimersByTimeAsync(69_000);
		expect(states).toContain("reconnecting");
	});

	it("gives an answer that never comes up", async () => {
		await vi.advanceTimersByTimeAsync(11_000);
		expect(states.at(-1)).toBe("reconnecting");
	});

	it("lets go while nobody looks, and goes on from the same place", () => {
		hello();
		log(1);
		follow.rest();
		expect([states.at(-1), newest().closed]).toEqual(["resting", true]);
		follow.wake();
		expect(newest().url).toContain("last_event_id=1");
	});
});
