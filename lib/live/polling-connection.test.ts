import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { PollingConnection } from "./polling-connection";
import type { ConnectionState, Hello } from "./types";

let states: ConnectionState[];
let events: [string, unknown][];
let hellos: Hello[];
let holes: number;
let asked: string[];
let answer: () => Promise<Response>;
let connection: PollingConnection;

const replayed = (id: string, ...ticks: { id: string; events: Record<string, unknown> }[]) =>
	Response.json({
		id,
		time: 1,
		version: "1",
		resumed: "replayed",
		missed: ticks.length,
		events: { clock: { time: 9 }, cpu: { time: 8 }, jobs: { time: 7 } },
		ticks,
	});

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(Math, "random").mockReturnValue(0);
	states = [];
	events = [];
	hellos = [];
	holes = 0;
	asked = [];
	answer = async () => replayed("e-5");
	connection = new PollingConnection(
		{
			url: "/api/snapshot",
			cursor: "e-5",
			everyMs: 2_000,
			fetch: (url) => {
				asked.push(String(url));
				return answer();
			},
			isOnline: () => true,
		},
		{
			onHello: (hello) => hellos.push(hello),
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

it("asks again and again, and says that it polls", async () => {
	connection.start();
	connection.start();
	await vi.advanceTimersByTimeAsync(4_100);
	expect(asked).toHaveLength(3);
	expect(states.at(-1)).toEqual({ name: "polling", reason: "unsupported" });
});

it("takes every tick since the last one in order, once, and what is true at the moment", async () => {
	answer = async () =>
		replayed(
			"e-7",
			{ id: "e-6", events: { cpu: { time: 6 }, load: { time: 6 } } },
			{ id: "e-7", events: { cpu: { time: 7 } } },
		);
	connection.start();
	await vi.advanceTimersByTimeAsync(0);
	expect(events).toEqual([
		["cpu", { time: 6 }],
		["load", { time: 6 }],
		["cpu", { time: 7 }],
		["clock", { time: 9 }],
		["jobs", { time: 7 }],
	]);
	expect(holes).toBe(0);
	expect(connection.cursor).toBe("e-7");
	answer = async () => replayed("e-8", { id: "e-8", events: { cpu: { time: 8 } } });
	await vi.advanceTimersByTimeAsync(2_000);
	expect(asked).toEqual(["/api/snapshot?since=e-5", "/api/snapshot?since=e-7"]);
	expect(events.slice(5)).toEqual([
		["cpu", { time: 8 }],
		["clock", { time: 9 }],
		["jobs", { time: 7 }],
	]);
	expect(hellos).toHaveLength(1);
});

it("takes the whole state where what came before is lost, and says that it is", async () => {
	connection.start();
	await vi.advanceTimersByTimeAsync(0);
	const whole = {
		id: "f-3",
		time: 7,
		version: "2",
		resumed: "gap",
		missed: null,
		events: { cpu: 1 },
		ticks: [],
	};
	answer = async () => Response.json(whole);
	await vi.advanceTimersByTimeAsync(2_000);
	expect(events.at(-1)).toEqual(["snapshot", whole]);
	expect(hellos.at(-1)).toMatchObject({ epoch: "f", seq: 3, resumed: "gap", version: "2", time: 7 });
	expect(connection.cursor).toBe("f-3");
});

it("notices by the numbers of the ticks that one is missing", async () => {
	answer = async () => replayed("e-8", { id: "e-6", events: {} }, { id: "e-8", events: {} });
	connection.start();
	await vi.advanceTimersByTimeAsync(0);
	expect(holes).toBe(1);
});

it("never takes a failed answer for a reading, and says why it failed and when it tries again", async () => {
	answer = async () => new Response("", { status: 502 });
	connection.start();
	await vi.advanceTimersByTimeAsync(0);
	expect(events).toEqual([]);
	expect(states.at(-1)).toMatchObject({ name: "reconnecting", attempt: 1, reason: "gateway" });
	answer = async () => replayed("e-6");
	await vi.advanceTimersByTimeAsync(1_000);
	expect(states.at(-1)).toEqual({ name: "polling", reason: "unsupported" });
});

it("never asks again after a 401, until it is started", async () => {
	connection.start();
	await vi.advanceTimersByTimeAsync(0);
	answer = async () => Response.json({ error: { code: "signed_out" } }, { status: 401 });
	await vi.advanceTimersByTimeAsync(2_000);
	expect(states.at(-1)).toEqual({ name: "signedOut", reason: null });
	const before = asked.length;
	connection.wake();
	connection.retryNow();
	await vi.advanceTimersByTimeAsync(24 * 3_600_000);
	expect(asked).toHaveLength(before);
	expect(vi.getTimerCount()).toBe(0);
	answer = async () => replayed("e-6");
	connection.start();
	await vi.advanceTimersByTimeAsync(0);
	expect(states.at(-1)).toMatchObject({ name: "polling" });
});

it("does not take a page to sign in at for a reading either", async () => {
	answer = async () => new Response("<html>", { headers: { "Content-Type": "text/html" } });
	connection.start();
	await vi.advanceTimersByTimeAsync(0);
	expect(states.at(-1)).toMatchObject({ name: "reconnecting", reason: "page", at: Date.now() + 30_000 });
});

it("takes nothing from an answer that came after it was stopped", async () => {
	connection.start();
	connection.stop();
	await vi.advanceTimersByTimeAsync(10_000);
	expect(events).toEqual([]);
	expect(states.at(-1)).toEqual({ name: "stopped" });
	expect(vi.getTimerCount()).toBe(0);
});

it("counts attempts anew after a minute without trouble", async () => {
	connection.start();
	await vi.advanceTimersByTimeAsync(0);
	answer = async () => new Response(null, { status: 502 });
	await vi.advanceTimersByTimeAsync(2_000);
	expect(states.at(-1)).toMatchObject({ name: "reconnecting", attempt: 1 });
	answer = async () => replayed("e-5");
	await vi.advanceTimersByTimeAsync(70_000);
	expect(states.at(-1)).toMatchObject({ name: "polling" });
	states = [];
	answer = async () => new Response(null, { status: 502 });
	await vi.advanceTimersByTimeAsync(2_000);
	expect(states[0]).toMatchObject({ name: "reconnecting", attempt: 1 });
});

it("asks again after an answer that is JSON but none of the server's", async () => {
	connection.start();
	await vi.advanceTimersByTimeAsync(0);
	answer = async () => Response.json(null);
	await vi.advanceTimersByTimeAsync(2_000);
	answer = async () => replayed("e-5");
	await vi.advanceTimersByTimeAsync(5_000);
	expect(states.at(-1)).toMatchObject({ name: "polling" });
	expect(asked.length).toBeGreaterThan(2);
});
