import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RestingConnection } from "../resting-connection";
import type { ConnectionEvents, ConnectionState, Hello } from "../types";
import { SharedHub } from "./hub";
import type { PageMessage, WorkerMessage } from "./protocol";

/** One end of a port, delivered at once. */
class FakePort extends EventTarget {
	heard: WorkerMessage[] = [];
	closed = false;
	start() {}
	close() {
		this.closed = true;
	}
	postMessage(message: WorkerMessage) {
		if (!this.closed) this.heard.push(message);
	}
	say(message: PageMessage) {
		if (!this.closed) this.dispatchEvent(new MessageEvent("message", { data: message }));
	}
}

interface FakeStream {
	cursor: string | null;
	calls: string[];
	events: ConnectionEvents;
	isOpen: boolean;
}

let hub: SharedHub;
let streams: FakeStream[];
let readState: () => Promise<{ id: string }>;
const stream = () => streams.at(-1) as FakeStream;

beforeEach(() => {
	vi.useFakeTimers();
	streams = [];
	readState = async () => {
		throw new TypeError("nobody should have asked");
	};
	hub = new SharedHub({
		connect: (cursor, events, visibility) => {
			const connect = (inner: ConnectionEvents) => {
				const one: FakeStream = { cursor, calls: [], events: inner, isOpen: false };
				streams.push(one);
				return {
					start() {
						one.isOpen = true;
						inner.onState({ name: "connecting" });
					},
					stop() {
						one.isOpen = false;
						inner.onState({ name: "stopped" });
					},
					retryNow: () => one.calls.push("retryNow"),
					wake: () => one.calls.push("wake"),
					silentMs: 40,
				};
			};
			return new RestingConnection(connect, events, visibility);
		},
		readState: () => readState(),
	});
});
afterEach(() => {
	vi.useRealTimers();
});

function join(cursor: string | null, visible = true): FakePort {
	const port = new FakePort();
	hub.welcome(port as unknown as MessagePort);
	port.say({ type: "join", cursor, visible });
	return port;
}

function goLive(resumed: Hello["resumed"] = "replayed", epoch = "e") {
	stream().events.onHello({ epoch, seq: 5, resumed, time: 1_000, heartbeatMs: 1_000, version: "1" });
	stream().events.onState({ name: "live" });
}

/** A tick as a connection gives it: the id stands on its last event. */
function tick(seq: number, epoch = "e") {
	stream().events.onEvent("clock", `clock ${seq}`, null);
	stream().events.onEvent("cpu", `cpu ${seq}`, null);
	stream().events.onEvent("load", `load ${seq}`, `${epoch}-${seq}`);
}

/** Seconds in which these pages are there. */
function pass(seconds: number, ...ports: FakePort[]) {
	for (let second = 0; second < seconds; second++) {
		vi.advanceTimersByTime(1_000);
		for (const port of ports) port.say({ type: "here" });
	}
}

const snapshot = (seq: number, epoch = "e") =>
	stream().events.onEvent("snapshot", { id: `${epoch}-${seq}` }, `${epoch}-${seq}`);

const ticks = (port: FakePort) =>
	port.heard.flatMap((message) => (message.type === "tick" ? [message.tick] : []));
const idsOf = (port: FakePort) => ticks(port).flatMap(({ id }) => (id === null ? [] : [id]));
const states = (port: FakePort) =>
	port.heard.flatMap((message) => (message.type === "state" ? [message.state.name] : []));
const typesOf = (port: FakePort) => port.heard.map(({ type }) => type);

describe("SharedHub", () => {
	it("opens one stream from the first page's place, and tells all pages each tick as one message", () => {
		const [first, second] = [join("e-5"), join("e-5")];
		goLive();
		tick(6);
		expect(streams.map(({ cursor }) => cursor)).toEqual(["e-5"]);
		for (const port of [first, second]) {
			expect(states(port).at(-1)).toBe("live");
			expect(ticks(port)).toEqual([
				{
					id: "e-6",
					events: [
						["clock", "clock 6"],
						["cpu", "cpu 6"],
						["load", "load 6"],
					],
				},
			]);
		}
	});

	it("answers a page at once, before the server did", () => {
		expect(join("e-5").heard).toEqual([
			{ type: "state", state: { name: "connecting" }, silentMs: 40 },
			{ type: "state", state: { name: "connecting" }, silentMs: 40 },
		]);
	});

	it("brings a page that comes later exactly what it has missed, and no time that is over", () => {
		join("e-5");
		goLive();
		for (const seq of [6, 7, 8]) tick(seq);
		vi.advanceTimersByTime(2_000);
		const late = join("e-6");
		expect(idsOf(late)).toEqual(["e-7", "e-8"]);
		expect(ticks(late).flatMap(({ events }) => events.map(([name]) => name))).not.toContain("clock");
		const hello = late.heard.find((message) => message.type === "hello");
		expect(hello?.hello.time).toBe(3_000);
		expect(states(late).at(-1)).toBe("live");
		tick(9);
		expect(idsOf(late)).toEqual(["e-7", "e-8", "e-9"]);
	});

	it("tells a page nothing that it was rendered with", () => {
		join("e-5");
		goLive();
		tick(6);
		const ahead = join("e-8");
		expect(states(ahead).at(-1)).toBe("live");
		for (const seq of [7, 8, 9]) tick(seq);
		expect(idsOf(ahead)).toEqual(["e-9"]);
	});

	it("splits no tick between what a page has missed and what comes", () => {
		join("e-5");
		goLive();
		tick(6);
		stream().events.onEvent("cpu", "cpu 7", null);
		const late = join("e-5");
		stream().events.onEvent("load", "load 7", "e-7");
		expect(ticks(late).at(-1)).toEqual({
			id: "e-7",
			events: [
				["cpu", "cpu 7"],
				["load", "load 7"],
			],
		});
	});

	it("passes on a clock that comes without readings", () => {
		const page = join("e-5");
		goLive();
		tick(6);
		stream().events.onEvent("clock", "alone", null);
		vi.advanceTimersByTime(0);
		expect(ticks(page).at(-1)).toEqual({ id: null, events: [["clock", "alone"]] });
		tick(7);
		expect(ticks(page).at(-1)?.events[0]).toEqual(["clock", "clock 7"]);
	});

	it("forgets the half of a tick that a cut left behind", () => {
		const page = join("e-5");
		goLive();
		stream().events.onEvent("cpu", "half", null);
		goLive();
		stream().events.onEvent("cpu", "whole", null);
		stream().events.onEvent("load", "whole", "e-6");
		expect(ticks(page)).toEqual([
			{
				id: "e-6",
				events: [
					["cpu", "whole"],
					["load", "whole"],
				],
			},
		]);
	});

	it("tells of a hole after the tick that showed it", () => {
		const page = join("e-5");
		goLive();
		tick(6);
		tick(9);
		stream().events.onHole();
		expect(typesOf(page).slice(-2)).toEqual(["tick", "hole"]);
	});

	describe("with a page that is older than what it remembers", () => {
		it("brings the whole state, what came after that, and says live only then", async () => {
			join("e-50");
			goLive();
			tick(51);
			readState = async () => ({ id: "e-52" });
			const old = join("e-5");
			expect(states(old)).toEqual(["connecting"]);
			tick(52);
			tick(53);
			await vi.advanceTimersByTimeAsync(0);
			expect(idsOf(old)).toEqual(["e-52", "e-53"]);
			expect(ticks(old)[0]?.events).toEqual([["snapshot", { id: "e-52" }]]);
			expect(states(old).at(-1)).toBe("live");
			tick(54);
			expect(idsOf(old)).toEqual(["e-52", "e-53", "e-54"]);
		});

		it("asks again at the next tick when that failed, and never twice at once", async () => {
			join("e-50");
			goLive();
			let asked = 0;
			readState = async () => {
				if (++asked === 1) throw new TypeError("network");
				return { id: "e-52" };
			};
			const old = join("e-5");
			await vi.advanceTimersByTimeAsync(0);
			expect(states(old)).not.toContain("live");
			tick(51);
			tick(52);
			await vi.advanceTimersByTimeAsync(0);
			expect(asked).toBe(2);
			expect(idsOf(old)).toEqual(["e-52"]);
			expect(states(old).at(-1)).toBe("live");
		});
	});

	describe("with a page of another life of the server", () => {
		it("brings an older page the whole state of now", async () => {
			join("f-5");
			goLive("replayed", "f");
			tick(6, "f");
			readState = async () => ({ id: "f-6" });
			const old = join("e-900");
			await vi.advanceTimersByTimeAsync(0);
			expect(idsOf(old)).toEqual(["f-6"]);
			expect(states(old).at(-1)).toBe("live");
		});

		it("tells a newer page nothing of the old life, and all of the new one once the stream is there", async () => {
			const first = join("e-5");
			goLive();
			tick(6);
			readState = async () => ({ id: "f-3" });
			const newer = join("f-3");
			expect(stream().calls, "the server was there a moment ago").toContain("wake");
			tick(7);
			await vi.advanceTimersByTimeAsync(0);
			expect(ticks(newer)).toEqual([]);
			expect(states(newer)).not.toContain("live");
			goLive("gap", "f");
			snapshot(2, "f");
			tick(3, "f");
			tick(4, "f");
			expect(idsOf(first)).toEqual(["e-6", "e-7", "f-2", "f-3", "f-4"]);
			expect(idsOf(newer)).toEqual(["f-4"]);
			expect(states(newer).at(-1)).toBe("live");
		});
	});

	it("stops for one page and goes on for the other, and lets go of the stream after the last", () => {
		const [first, second] = [join("e-5"), join("e-5")];
		goLive();
		first.say({ type: "leave" });
		tick(6);
		expect(idsOf(first)).toEqual([]);
		expect(idsOf(second)).toEqual(["e-6"]);
		expect(stream().isOpen).toBe(true);
		second.say({ type: "leave" });
		expect(stream().isOpen).toBe(false);
		expect(vi.getTimerCount()).toBe(0);
		const third = join("e-90");
		expect(streams.map(({ cursor }) => cursor)).toEqual(["e-5", "e-90"]);
		goLive();
		tick(91);
		expect(idsOf(third)).toEqual(["e-91"]);
	});

	it("passes on that the way is to be tried now, and that it may be dead", () => {
		const page = join("e-5");
		stream().events.onState({ name: "reconnecting", attempt: 3, at: 5, reason: "cut" });
		page.say({ type: "retry" });
		page.say({ type: "wake" });
		expect(stream().calls).toEqual(["retryNow", "wake"]);
		expect(page.heard.at(-1)).toMatchObject({
			state: { name: "reconnecting", attempt: 3, at: 5, reason: "cut" },
		});
	});

	it.each([
		{ name: "ended", reason: "dismissed" },
		{ name: "signedOut", reason: "revoked" },
	] as const)("tells all pages that it is over ($name), and begins anew for who comes after", (state) => {
		const [first, second] = [join("e-5"), join("e-5")];
		goLive();
		stream().events.onState(state);
		for (const port of [first, second]) {
			expect(port.heard.at(-1)).toMatchObject({ type: "state", state });
			port.say({ type: "leave" });
		}
		join("e-9");
		expect(streams.map(({ cursor }) => cursor)).toEqual(["e-5", "e-9"]);
		expect(stream().isOpen).toBe(true);
	});

	describe("with pages that died", () => {
		it("lets go of one that answers nothing, and keeps one that answers now and then", () => {
			const [dead, alive] = [join("e-5"), join("e-5")];
			goLive();
			for (let time = 0; time < 6; time++) {
				alive.say({ type: "here" });
				vi.advanceTimersByTime(50_000);
			}
			expect(dead.closed).toBe(true);
			expect(alive.closed).toBe(false);
			tick(6);
			expect(idsOf(alive)).toEqual(["e-6"]);
			expect(stream().isOpen).toBe(true);
		});

		it("lets go of the stream when all have", () => {
			join("e-5");
			goLive();
			vi.advanceTimersByTime(62_000);
			expect(stream().isOpen).toBe(false);
			expect(vi.getTimerCount()).toBe(0);
		});

		it("believes a browser that tells of it", () => {
			const page = join("e-5");
			page.dispatchEvent(new Event("close"));
			expect(stream().isOpen).toBe(false);
		});

		it("takes none for dead because the machine slept", () => {
			const page = join("e-5");
			goLive();
			vi.setSystemTime(Date.now() + 8 * 3_600_000);
			vi.advanceTimersByTime(1_000);
			expect(page.closed).toBe(false);
		});
	});

	describe("while nobody looks", () => {
		const beats = (port: FakePort) => typesOf(port).filter((type) => type === "beat").length;

		it("rests after five minutes, silently, and is back from the same place for the first who looks", () => {
			const [first, second] = [join("e-5"), join("e-5", false)];
			goLive();
			tick(6);
			first.say({ type: "visible", visible: false });
			pass(299, first, second);
			expect(stream().isOpen).toBe(true);
			vi.advanceTimersByTime(1_000);
			expect(stream().isOpen).toBe(false);
			expect(states(first).at(-1)).toBe("resting");
			const before = beats(first);
			vi.advanceTimersByTime(3_600_000);
			expect(beats(first)).toBe(before);
			expect([first.closed, second.closed]).toEqual([false, false]);

			second.say({ type: "visible", visible: true });
			expect(streams).toHaveLength(1);
			expect(stream().isOpen).toBe(true);
			expect(states(first).at(-1)).toBe("connecting");
			goLive();
			for (const seq of [7, 8]) tick(seq);
			expect(idsOf(first)).toEqual(["e-6", "e-7", "e-8"]);
			expect(idsOf(second)).toEqual(["e-6", "e-7", "e-8"]);
			vi.advanceTimersByTime(59_000);
			expect(first.closed, "it had no time to answer yet").toBe(false);
		});

		it("does not rest while one page is looked at", () => {
			const [hidden, seen] = [join("e-5", false), join("e-5")];
			goLive();
			pass(600, hidden, seen);
			expect(stream().isOpen).toBe(true);
			seen.say({ type: "leave" });
			pass(299, hidden);
			expect(stream().isOpen).toBe(true);
			pass(1, hidden);
			expect(states(hidden).at(-1)).toBe("resting");
			expect(stream().isOpen).toBe(false);
		});

		it("says so to a page that comes hidden, and wakes for one that comes to be seen", () => {
			pass(300, join("e-5", false));
			expect(states(join("e-6", false)).at(-1)).toBe("resting");
			join("e-7");
			expect(stream().isOpen).toBe(true);
		});
	});

	it("says how long the server was not heard, each second", () => {
		const page = join("e-5");
		goLive();
		vi.advanceTimersByTime(3_000);
		expect(page.heard.slice(-3)).toEqual(Array(3).fill({ type: "beat", silentMs: 40 }));
		const said: ConnectionState = { name: "delayed" };
		stream().events.onState(said);
		expect(page.heard.at(-1)).toEqual({ type: "state", state: said, silentMs: 40 });
	});

	it("begins anew for a page that starts again while another one has not heard of the end", () => {
		join("e-5");
		const page = join("e-5");
		goLive();
		stream().events.onState({ name: "ended", reason: "dismissed" });
		page.say({ type: "leave" });
		const again = join("e-5");
		expect(streams).toHaveLength(2);
		expect(again.heard.at(-1)).toMatchObject({ type: "state", state: { name: "connecting" } });
	});

	it("asks for the whole state for a page that comes after a hole, of which it was not told", async () => {
		join("e-5");
		goLive();
		stream().events.onEvent("cpu", 6, "e-6");
		stream().events.onEvent("cpu", 9, "e-9");
		stream().events.onHole();
		readState = async () => ({ id: "e-9" });
		const late = join("e-6");
		await vi.advanceTimersByTimeAsync(0);
		expect(late.heard.filter(({ type }) => type === "tick")).toEqual([
			{ type: "tick", tick: { id: "e-9", events: [["snapshot", { id: "e-9" }]] } },
		]);
	});
});
