import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeEventSource } from "./fake-event-source";
import { FallbackConnection } from "./fallback-connection";
import type { ConnectionState } from "./types";

let sources: FakeEventSource[];
let states: ConnectionState[];
let events: [string, unknown][];
/** The newest tick of the server. */
let seq: number;
let polled: string[];
let isUp: boolean;
let connection: FallbackConnection;
const newest = () => sources.at(-1) as FakeEventSource;
const state = () => states.at(-1);

beforeEach(() => {
	vi.useFakeTimers();
	sources = [];
	states = [];
	events = [];
	polled = [];
	seq = 5;
	isUp = true;
	connection = new FallbackConnection(
		{
			streamUrl: "/api/stream",
			snapshotUrl: "/api/snapshot",
			cursor: "e-5",
			pollEveryMs: 2_000,
			doors: {
				createEventSource: (url) => {
					const source = new FakeEventSource(url);
					sources.push(source);
					return source as unknown as EventSource;
				},
				fetch: async (url, init) => {
					if (!isUp) throw new TypeError("network");
					if (init?.method === "HEAD") {
						return new Response(null, { headers: { "Content-Type": "text/event-stream", Server: "nginx" } });
					}
					polled.push(String(url));
					const since = Number(String(url).split("since=e-")[1]);
					const ticks = Array.from({ length: seq - since }, (_, index) => ({
						id: `e-${since + 1 + index}`,
						events: { cpu: since + 1 + index },
					}));
					return Response.json({
						id: `e-${seq}`,
						time: Date.now(),
						version: "1",
						resumed: "replayed",
						ticks,
						events: {},
					});
				},
				isOnline: () => true,
			},
		},
		{
			onHello: () => {},
			onHole: () => events.push(["hole", null]),
			onEvent: (name, data) => events.push([name, data]),
			onState: (state) => states.push(state),
		},
	);
});
afterEach(() => {
	connection.stop();
	vi.useRealTimers();
});

/** The server's ticks, which a source that flows brings at once. */
async function run(seconds: number, source?: FakeEventSource) {
	for (let second = 0; second < seconds; second++) {
		await vi.advanceTimersByTimeAsync(1_000);
		seq++;
		source?.send("clock", { time: Date.now() });
		source?.send("cpu", seq, `e-${seq}`);
	}
}
async function beHeldBack() {
	connection.start();
	await vi.advanceTimersByTimeAsync(5_200);
}
const readings = () => events.filter(([name]) => name !== "clock").map(([, data]) => data);

describe("FallbackConnection", () => {
	it("streams while the stream flows", async () => {
		connection.start();
		newest().hello();
		await run(10, newest());
		expect(polled).toEqual([]);
		expect(states.map(({ name }) => name)).toEqual(["connecting", "live"]);
	});

	it("polls a stream that is held back from where it was, and says why", async () => {
		await beHeldBack();
		expect(sources[0]?.closed).toBe(true);
		expect(polled[0]).toBe("/api/snapshot?since=e-5");
		expect(state()).toEqual({
			name: "polling",
			reason: "heldBack",
			proxy: "nginx",
			at: expect.closeTo(Date.now() + 60_000, -3),
		});
		await run(6);
		expect(readings()).toEqual([6, 7, 8, 9, 10]);
	});

	it("never says that it connects when it only changes the way", async () => {
		connection.start();
		newest().hello();
		for (let flush = 0; flush < 3; flush++) {
			await vi.advanceTimersByTimeAsync(4_000);
			for (const ago of [3, 2, 1, 0]) newest().send("clock", { time: Date.now() - ago * 1_000 });
		}
		await vi.advanceTimersByTimeAsync(100);
		expect(state()).toMatchObject({ name: "polling", reason: "heldBack" });
		expect(states.filter(({ name }) => name === "connecting")).toHaveLength(1);
	});

	it("tries the stream again each minute, and polls on while it is held back", async () => {
		await beHeldBack();
		await run(59);
		expect(sources).toHaveLength(1);
		await run(2);
		expect(sources).toHaveLength(2);
		expect(state()).toMatchObject({ name: "polling", at: null });
		newest().hello();
		newest().send("cpu", "of the trial", "e-999");
		await run(40);
		expect(newest().closed).toBe(true);
		expect(state()).toMatchObject({ name: "polling", reason: "heldBack", at: expect.any(Number) });
		await run(2);
		expect(readings()).toEqual(Array.from({ length: readings().length }, (_, index) => index + 6));
		expect(seq - Number(readings().at(-1))).toBeLessThan(3);
	});

	it("goes back to a stream that flows, without a hole and without a double", async () => {
		await beHeldBack();
		await run(3);
		connection.retryNow();
		newest().hello();
		await run(4, newest());
		expect(sources).toHaveLength(3);
		expect(sources[1]?.closed).toBe(true);
		const resumedFrom = Number(newest().url.split("last_event_id=e-")[1]);
		expect(state()?.name).toBe("polling");
		newest().hello();
		expect(state()).toEqual({ name: "live" });
		for (let id = resumedFrom + 1; id <= seq; id++) newest().send("cpu", id, `e-${id}`);
		const asked = polled.length;
		await run(5, newest());
		expect(polled).toHaveLength(asked);
		expect(readings()).toEqual(Array.from({ length: seq - 5 }, (_, index) => index + 6));
		expect(vi.getTimerCount()).toBe(2);
	});

	it("tries at once when it is woken, but not at each change of the tab", async () => {
		await beHeldBack();
		connection.wake();
		expect(sources).toHaveLength(1);
		await run(11);
		connection.wake();
		connection.wake();
		expect(sources).toHaveLength(2);
	});

	it("says that the server is gone when it is, and polls on when it is back", async () => {
		await beHeldBack();
		isUp = false;
		await run(3);
		expect(state()).toMatchObject({ name: "reconnecting", reason: "unreachable" });
		isUp = true;
		await run(20);
		expect(state()).toMatchObject({ name: "polling", reason: "heldBack" });
		expect(readings()).toEqual(Array.from({ length: readings().length }, (_, index) => index + 6));
	});

	it("ends polling and trial at once when the session is over, and asks no more", async () => {
		await beHeldBack();
		connection.retryNow();
		newest().send("signed-out", { time: 1, reason: "signed-out" });
		expect(state()).toEqual({ name: "signedOut", reason: "signedOut" });
		expect(vi.getTimerCount()).toBe(0);
		const asked = polled.length;
		connection.wake();
		connection.retryNow();
		await vi.advanceTimersByTimeAsync(24 * 3_600_000);
		expect(polled).toHaveLength(asked);
		expect(sources).toHaveLength(2);
		expect(states.at(-1)).toEqual({ name: "signedOut", reason: "signedOut" });
		connection.start();
		expect(newest().url).toMatch(/last_event_id=e-\d+$/);
	});

	it("leaves nothing behind when it is stopped, and begins with the stream when it is started", async () => {
		await beHeldBack();
		await run(4);
		connection.retryNow();
		connection.stop();
		expect(states.filter(({ name }) => name === "stopped")).toHaveLength(1);
		expect(state()).toEqual({ name: "stopped" });
		expect(vi.getTimerCount()).toBe(0);
		expect(sources.every(({ closed }) => closed)).toBe(true);
		connection.start();
		expect(newest().url).toBe(`/api/stream?last_event_id=e-${readings().at(-1)}`);
		expect(state()).toEqual({ name: "connecting" });
	});

	it("polls from the start where the browser knows no streams, and tries none", async () => {
		vi.stubGlobal("EventSource", undefined);
		const page = new FallbackConnection(
			{
				streamUrl: "/api/stream",
				snapshotUrl: "/api/snapshot",
				cursor: null,
				pollEveryMs: 2_000,
				doors: {
					fetch: async () => Response.json({ id: "e-1", time: 1, version: "1", events: {} }),
					isOnline: () => true,
				},
			},
			{ onHello: () => {}, onHole: () => {}, onEvent: () => {}, onState: (state) => states.push(state) },
		);
		page.start();
		await vi.advanceTimersByTimeAsync(100);
		page.retryNow();
		page.wake();
		await vi.advanceTimersByTimeAsync(100);
		expect(states.at(-1)).toEqual({ name: "polling", reason: "unsupported" });
		page.stop();
		vi.unstubAllGlobals();
	});
});
