import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeEventSource } from "./fake-event-source";
import { StreamConnection } from "./stream-connection";
import type { ConnectionState } from "./types";

let sources: FakeEventSource[];
let states: ConnectionState[];
let events: [string, unknown][];
let online: boolean;
let holes: number;
let connection: StreamConnection;
let asked: [string, RequestInit | undefined][];
/** What the server's address answers when it is asked why there is no stream. */
let answer: () => Promise<Response>;
let heldBack: unknown[];
let flowing: number;
const eventStream = { "Content-Type": "text/event-stream" };
const status =
	(code: number, headers: Record<string, string> = {}) =>
	async () =>
		new Response(null, { status: code, headers });
const newest = () => sources.at(-1) as FakeEventSource;
const state = () => states.at(-1);

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(Math, "random").mockReturnValue(0.5);
	sources = [];
	states = [];
	events = [];
	online = true;
	holes = 0;
	asked = [];
	answer = status(200, eventStream);
	heldBack = [];
	flowing = 0;
	connection = new StreamConnection(
		{
			url: "/api/stream",
			cursor: "e-5",
			createEventSource: (url) => {
				const source = new FakeEventSource(url);
				sources.push(source);
				return source as unknown as EventSource;
			},
			fetch: async (url, init) => {
				asked.push([String(url), init]);
				return answer();
			},
			isOnline: () => online,
			onHeldBack: (proxy) => heldBack.push(proxy),
			onFlowing: () => flowing++,
		},
		{
			onHello: () => {},
			onHole: () => holes++,
			onEvent: (name, data) => events.push([name, data]),
			onState: (state) => states.push(state),
		},
	);
});
afterEach(() => {
	connection.stop();
	vi.restoreAllMocks();
	vi.useRealTimers();
});

function goLive() {
	connection.start();
	newest().hello();
	newest().send("cpu", 1, "e-6");
}

describe("StreamConnection", () => {
	it("makes no second connection when it is started twice", () => {
		connection.start();
		connection.start();
		expect(sources).toHaveLength(1);
	});

	it("is live with the server's first word, not when a proxy merely accepts", () => {
		connection.start();
		newest().dispatchEvent(new Event("open"));
		expect(state()).toEqual({ name: "connecting" });
		newest().hello();
		expect(state()).toEqual({ name: "live" });
	});

	it("goes on from where the page was rendered, and then from the last id", () => {
		goLive();
		newest().fail();
		vi.advanceTimersByTime(1_500);
		expect(sources.map(({ url }) => url)).toEqual([
			"/api/stream?last_event_id=e-5",
			"/api/stream?last_event_id=e-6",
		]);
	});

	it("notices by the numbers of the ticks that one was lost on the way", () => {
		goLive();
		newest().send("cpu", 2, "e-7");
		newest().send("load", 2, "e-7");
		expect(holes).toBe(0);
		newest().send("cpu", 3, "e-9");
		expect(holes).toBe(1);
		newest().send("snapshot", {}, "e-20");
		newest().send("cpu", 4, "e-21");
		expect(holes).toBe(1);
	});

	it("hears what is pushed to streams of somebody's own, from the first event of each on", () => {
		const list = (...names: string[]) => ({ streams: names.map((name) => ({ name })) });
		connection.start();
		newest().send("stock", "nobody has said that there is such a stream", "e-6");
		newest().hello({ streams: ["stock"] });
		newest().send("stock", 1, "e-6");
		newest().send("streams", list("stock", "status"));
		newest().send("status", 2, "e-7");
		newest().send("snapshot", { events: { streams: list("other") } }, "e-8");
		newest().send("other", 3, "e-9");
		newest().send("stock", 4, "e-10");
		expect(events.filter(([name]) => !["streams", "snapshot"].includes(name))).toEqual([
			["stock", 1],
			["status", 2],
			["other", 3],
			["stock", 4],
		]);
		expect(holes).toBe(0);
		newest().fail();
		connection.retryNow();
		newest().hello({ streams: ["other"] });
		newest().send("other", 5, "e-11");
		newest().send("stock", 6, "e-12");
		expect(events.at(-1)).toEqual(["other", 5]);
	});

	it("goes on from the snapshot after a gap, not from an id of another life", () => {
		connection.start();
		newest().hello({ epoch: "f", seq: 9, resumed: "gap" });
		newest().send("snapshot", {}, "f-9");
		newest().fail();
		connection.retryNow();
		expect(newest().url).toBe("/api/stream?last_event_id=f-9");
	});

	it("is told of the gap again when it was cut before the snapshot came", () => {
		connection.start();
		newest().hello({ epoch: "f", seq: 9, resumed: "gap" });
		newest().fail();
		connection.retryNow();
		expect(newest().url).toBe("/api/stream?last_event_id=e-5");
	});

	it("gives up an attempt in time also when the clock was set back meanwhile", () => {
		connection.start();
		vi.setSystemTime(Date.now() - 3_600_000);
		vi.advanceTimersByTime(10_200);
		expect(state()).toMatchObject({ name: "reconnecting", attempt: 1 });
	});

	it("closes at the first error and never leaves the retry to the browser", () => {
		goLive();
		newest().fail();
		expect(sources[0]?.closed).toBe(true);
		expect(state()).toEqual({ name: "reconnecting", attempt: 1, at: Date.now() + 1_500, reason: null });
	});

	it("waits longer with each attempt, and begins anew after a minute without trouble", () => {
		goLive();
		const waits: number[] = [];
		for (let attempt = 1; attempt <= 6; attempt++) {
			newest().fail();
			const now = state();
			if (now?.name !== "reconnecting" || now.at === null) throw new Error(`unexpected state ${now?.name}`);
			waits.push(now.at - Date.now());
			vi.advanceTimersByTime(waits.at(-1) as number);
		}
		expect(waits).toEqual([1_500, 2_500, 4_500, 8_500, 15_500, 15_500]);
		newest().hello({ heartbeatMs: 100_000 });
		vi.advanceTimersByTime(61_000);
		newest().fail();
		expect(state()).toMatchObject({ attempt: 1 });
	});

	it("says within two and a half heartbeats that it hears nothing, and takes it back with the next event", () => {
		goLive();
		vi.advanceTimersByTime(2_000);
		expect(state()).toEqual({ name: "live" });
		vi.advanceTimersByTime(500);
		expect(state()).toEqual({ name: "delayed" });
		newest().send("clock", {});
		expect(state()).toEqual({ name: "live" });
	});

	it("opens a new stream when the old one stays silent", () => {
		goLive();
		vi.advanceTimersByTime(10_500);
		expect(sources).toHaveLength(2);
		expect(sources[0]?.closed).toBe(true);
		expect(state()).toMatchObject({ name: "reconnecting", attempt: 1 });
	});

	it("gives an attempt up when no hello comes, for a stopped server accepts connections too", () => {
		connection.start();
		vi.advanceTimersByTime(10_500);
		expect(sources[0]?.closed).toBe(true);
		expect(state()).toMatchObject({ name: "reconnecting" });
	});

	it("comes back when the server asked it to, after the wait that it gave", () => {
		goLive();
		newest().send("shutdown", { retryMs: 3_210 });
		expect(state()).toMatchObject({ name: "reconnecting", attempt: 1, at: Date.now() + 3_210 });
		vi.advanceTimersByTime(3_210);
		expect(sources).toHaveLength(2);
	});

	it("looks at once when something woke it, and leaves a stream alone that is well", () => {
		goLive();
		connection.wake();
		expect(sources).toHaveLength(1);
		newest().fail();
		connection.wake();
		expect(sources).toHaveLength(2);
	});

	it("notices by its own late timer that the machine slept", () => {
		goLive();
		vi.setSystemTime(Date.now() + 60_000);
		vi.advanceTimersByTime(250);
		expect(sources).toHaveLength(2);
	});

	it("says offline when the browser knows no network, and still tries", () => {
		goLive();
		online = false;
		newest().fail();
		expect(state()).toMatchObject({ name: "offline", attempt: 1 });
		vi.advanceTimersByTime(1_500);
		expect(sources).toHaveLength(2);
	});

	it("hears nothing from a stream that it has closed", () => {
		goLive();
		const old = newest();
		connection.retryNow();
		old.fail();
		connection.stop();
		old.send("cpu", 2, "e-7");
		old.hello();
		expect(events).toEqual([["cpu", 1]]);
		expect(state()).toEqual({ name: "stopped" });
	});

	it("leaves no timer behind when it is stopped, and starts again from the last id", () => {
		goLive();
		connection.stop();
		expect(vi.getTimerCount()).toBe(0);
		connection.start();
		expect(newest().url).toBe("/api/stream?last_event_id=e-6");
	});

	describe("told that the session is over", () => {
		it.each([
			["signed-out", "signedOut"],
			["expired", "expired"],
			["revoked", "revoked"],
			["of a later version", null],
		])("says so and why (%s), and never comes back by itself", async (word, reason) => {
			goLive();
			const before = newest();
			before.send("signed-out", { time: 1, reason: word });
			expect(state()).toEqual({ name: "signedOut", reason });
			expect(before.closed).toBe(true);
			before.fail();
			connection.wake();
			connection.retryNow();
			await vi.advanceTimersByTimeAsync(24 * 3_600_000);
			expect(states.filter(({ name }) => name === "reconnecting")).toEqual([]);
			expect(sources).toHaveLength(1);
			expect(asked).toEqual([]);
			expect(vi.getTimerCount()).toBe(0);
		});

		it("takes nothing that comes after it, nor says that it is live on the way", async () => {
			goLive();
			await vi.advanceTimersByTimeAsync(2_500);
			expect(state()).toEqual({ name: "delayed" });
			const before = [...events];
			newest().send("signed-out", { time: 1, reason: "expired" });
			newest().send("cpu", { time: 2 }, "e-7");
			newest().hello();
			expect(states.slice(-2).map(({ name }) => name)).toEqual(["delayed", "signedOut"]);
			expect(events).toEqual(before);
		});
	});

	describe("finds out why there is no stream", () => {
		it("by a question to its own address, and says it while it waits", async () => {
			answer = status(502);
			goLive();
			newest().fail();
			expect(state()).toMatchObject({ reason: null });
			const at = Date.now() + 1_500;
			await vi.advanceTimersByTimeAsync(0);
			expect(asked).toEqual([
				["/api/stream?last_event_id=e-6", expect.objectContaining({ method: "HEAD", redirect: "manual" })],
			]);
			expect(state()).toEqual({ name: "reconnecting", attempt: 1, at, reason: "gateway" });
		});

		it("keeps saying it while the next attempt is under way, and forgets it when it succeeded", async () => {
			answer = status(502);
			goLive();
			newest().fail();
			await vi.advanceTimersByTimeAsync(1_500);
			expect(state()).toEqual({ name: "reconnecting", attempt: 1, at: null, reason: "gateway" });
			newest().hello();
			newest().fail();
			expect(state()).toMatchObject({ reason: null });
		});

		it("tries slowly but for ever what a person has to mend, and at once when asked to", async () => {
			answer = status(403);
			goLive();
			newest().fail();
			await vi.advanceTimersByTimeAsync(0);
			expect(state()).toMatchObject({ reason: "forbidden", at: Date.now() + 35_000 });
			await vi.advanceTimersByTimeAsync(34_000);
			expect(sources).toHaveLength(1);
			await vi.advanceTimersByTimeAsync(1_000);
			expect(sources).toHaveLength(2);
			newest().fail();
			await vi.advanceTimersByTimeAsync(0);
			connection.retryNow();
			newest().hello();
			expect(state()).toEqual({ name: "live" });
		});

		it("never comes back after a 204, until it is started", async () => {
			answer = status(204);
			goLive();
			newest().fail();
			await vi.advanceTimersByTimeAsync(0);
			expect(state()).toEqual({ name: "ended", reason: "dismissed" });
			connection.wake();
			connection.retryNow();
			await vi.advanceTimersByTimeAsync(600_000);
			expect(sources).toHaveLength(1);
			expect(vi.getTimerCount()).toBe(0);
			connection.start();
			newest().hello();
			expect(state()).toEqual({ name: "live" });
		});

		it("tries nothing more after a 401, until it is started: who is signed out would look like an attacker", async () => {
			answer = status(401);
			goLive();
			newest().fail();
			await vi.advanceTimersByTimeAsync(0);
			expect(state()).toEqual({ name: "signedOut", reason: null });
			connection.wake();
			connection.retryNow();
			await vi.advanceTimersByTimeAsync(24 * 3_600_000);
			expect(sources).toHaveLength(1);
			expect(asked).toHaveLength(1);
			expect(vi.getTimerCount()).toBe(0);
			connection.start();
			expect(newest().url).toBe("/api/stream?last_event_id=e-6");
			newest().hello();
			expect(state()).toEqual({ name: "live" });
		});

		it("finds a session that ended during a sleep at once, when the machine wakes", async () => {
			goLive();
			answer = async () =>
				asked.length === 1 ? new Response(null, { status: 204 }) : Response.json({ scopes: [] });
			vi.setSystemTime(Date.now() + 3_600_000);
			connection.wake();
			newest().fail();
			await vi.advanceTimersByTimeAsync(0);
			expect(asked.map(([url]) => url)).toEqual(["/api/stream?last_event_id=e-6", "/api/session"]);
			expect(state()).toEqual({ name: "signedOut", reason: null });
			expect(vi.getTimerCount()).toBe(0);
		});

		it("ends where hello stays away because nobody is signed in", async () => {
			answer = status(401);
			connection.start();
			await vi.advanceTimersByTimeAsync(5_200);
			expect(state()).toEqual({ name: "signedOut", reason: null });
			expect(heldBack).toEqual([]);
			expect(vi.getTimerCount()).toBe(0);
		});

		it("asks nobody without a network", async () => {
			online = false;
			goLive();
			newest().fail();
			await vi.advanceTimersByTimeAsync(0);
			expect(asked).toEqual([]);
			expect(state()).toMatchObject({ name: "offline", reason: null });
		});

		it("says nothing of it when the answer came after it was stopped or was live again", async () => {
			let tell = (_: Response) => {};
			answer = () => new Promise((resolve) => (tell = resolve));
			goLive();
			newest().fail();
			connection.retryNow();
			newest().hello();
			tell(new Response(null, { status: 204 }));
			await vi.advanceTimersByTimeAsync(0);
			expect(state()).toEqual({ name: "live" });
			newest().fail();
			connection.stop();
			tell(new Response(null, { status: 204 }));
			await vi.advanceTimersByTimeAsync(0);
			expect(state()).toEqual({ name: "stopped" });
		});

		it("waits as long as a server asks that is full", () => {
			goLive();
			newest().send("busy", { time: 1, retryMs: 42_000 });
			expect(state()).toEqual({ name: "reconnecting", attempt: 1, at: Date.now() + 42_000, reason: "busy" });
			expect(asked).toEqual([]);
		});
	});

	describe("knows a stream that is held back", () => {
		it("when hello stays away and the server answers beside it", async () => {
			answer = status(200, { ...eventStream, Server: "nginx" });
			connection.start();
			newest().dispatchEvent(new Event("open"));
			await vi.advanceTimersByTimeAsync(4_900);
			expect(heldBack).toEqual([]);
			await vi.advanceTimersByTimeAsync(300);
			expect(heldBack).toEqual(["nginx"]);
		});

		it("but not when the server does not answer beside it either: it is frozen", async () => {
			answer = async () => {
				throw new DOMException("timeout", "TimeoutError");
			};
			connection.start();
			newest().dispatchEvent(new Event("open"));
			await vi.advanceTimersByTimeAsync(5_200);
			expect(heldBack).toEqual([]);
			expect(state()).toMatchObject({ name: "reconnecting", reason: "unreachable" });
		});

		it("but not when hello comes while the server is asked", async () => {
			let tell = (_: Response) => {};
			answer = () => new Promise((resolve) => (tell = resolve));
			connection.start();
			await vi.advanceTimersByTimeAsync(5_200);
			newest().hello();
			tell(new Response(null, { headers: eventStream }));
			await vi.advanceTimersByTimeAsync(0);
			expect(heldBack).toEqual([]);
			expect(state()).toEqual({ name: "live" });
		});

		it("by its clock, which comes in bursts", async () => {
			goLive();
			for (let flush = 0; flush < 3; flush++) {
				await vi.advanceTimersByTimeAsync(4_000);
				for (const ago of [3, 2, 1, 0]) newest().send("clock", { time: Date.now() - ago * 1_000 });
			}
			await vi.advanceTimersByTimeAsync(0);
			expect(heldBack).toEqual([null]);
		});

		it("but not by a replay, however much it brings at once", async () => {
			for (let time = 0; time < 4; time++) {
				connection.start();
				newest().hello();
				for (let tick = 6; tick < 60; tick++) newest().send("cpu", { time: tick * 1_000 }, `e-${tick}`);
				await vi.advanceTimersByTimeAsync(1_000);
				connection.stop();
			}
			expect(heldBack).toEqual([]);
		});

		it("and one that flows", async () => {
			goLive();
			for (let second = 0; second < 4; second++) {
				newest().send("clock", { time: Date.now() });
				await vi.advanceTimersByTimeAsync(1_000);
			}
			expect(flowing).toBe(1);
		});
	});
});
