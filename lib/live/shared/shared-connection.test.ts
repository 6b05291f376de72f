import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConnectionState } from "../types";
import type { PageMessage, WorkerMessage } from "./protocol";
import { SharedConnection } from "./shared-connection";

/** A worker as a page holds it. */
class FakeWorker extends EventTarget {
	asked: PageMessage[] = [];
	port = Object.assign(new EventTarget(), {
		closed: false,
		start() {},
		close() {
			this.closed = true;
		},
		postMessage: (message: PageMessage) => this.asked.push(message),
	});
	say(message: WorkerMessage) {
		this.port.dispatchEvent(new MessageEvent("message", { data: message }));
	}
	sayState(state: ConnectionState, silentMs: number | null = 0) {
		this.say({ type: "state", state, silentMs });
	}
	sayTick(id: string | null) {
		this.say({ type: "tick", tick: { id, events: [["cpu", id]] } });
	}
}

let workers: FakeWorker[];
let states: ConnectionState[];
let events: [string, unknown][];
let told: string[];
let online: boolean;
let createWorker: () => SharedWorker;
let connection: SharedConnection;
const worker = () => workers.at(-1) as FakeWorker;
const state = () => states.at(-1)?.name;
const live: ConnectionState = { name: "live" };

beforeEach(() => {
	vi.useFakeTimers();
	workers = [];
	states = [];
	events = [];
	told = [];
	online = true;
	createWorker = () => {
		workers.push(new FakeWorker());
		return worker() as unknown as SharedWorker;
	};
	connection = new SharedConnection(
		{
			cursor: "e-5",
			visibility: "visible",
			createWorker: () => createWorker(),
			onRefused: () => told.push("refused"),
			onSilent: () => told.push("silent"),
			onFound: () => {
				told.push("found");
				return "e-40";
			},
			isOnline: () => online,
		},
		{
			onHello() {},
			onHole() {},
			onEvent: (name, data) => events.push([name, data]),
			onState: (state) => states.push(state),
		},
	);
});
afterEach(() => {
	connection.stop();
	vi.useRealTimers();
});

function goLive() {
	connection.start();
	worker().sayState(live);
	worker().sayTick("e-6");
}

/** Seconds in which the worker is heard. */
function pass(seconds: number) {
	for (let second = 0; second < seconds; second++) {
		vi.advanceTimersByTime(1_000);
		worker().say({ type: "beat", silentMs: 300 });
	}
}

describe("SharedConnection", () => {
	it("joins once from the page's place, however often it is started", () => {
		connection.start();
		connection.start();
		expect(workers).toHaveLength(1);
		expect(worker().asked).toEqual([{ type: "join", cursor: "e-5", visible: true }]);
		expect(state()).toBe("connecting");
	});

	it("tells what the worker tells, and how long the server was not heard", () => {
		goLive();
		expect(state()).toBe("live");
		expect(events).toEqual([["cpu", "e-6"]]);
		expect(connection.silentMs).toBe(0);
		worker().sayState({ name: "delayed" }, 2_400);
		vi.advanceTimersByTime(100);
		expect(state()).toBe("delayed");
		expect(connection.silentMs).toBe(2_500);
	});

	it("answers every tenth beat, without a timer of its own", () => {
		goLive();
		pass(30);
		expect(worker().asked.filter(({ type }) => type === "here")).toHaveLength(3);
	});

	it("leaves when it is stopped, and goes on from the last tick when it is started", () => {
		goLive();
		const first = worker();
		connection.stop();
		connection.stop();
		expect(first.asked.at(-1)).toEqual({ type: "leave" });
		expect(first.port.closed).toBe(true);
		expect(states.slice(-2).map(({ name }) => name)).toEqual(["live", "stopped"]);
		expect(vi.getTimerCount()).toBe(0);
		first.sayTick("e-7");
		expect(events, "what was still under way").toHaveLength(1);
		connection.start();
		expect(worker().asked).toEqual([{ type: "join", cursor: "e-6", visible: true }]);
	});

	it.each([
		{ name: "ended", reason: "dismissed" },
		{ name: "signedOut", reason: "expired" },
	] as const)("leaves the worker when it is over ($name), until it is started", (over) => {
		goLive();
		const first = worker();
		first.sayState(over);
		expect(first.asked.at(-1)).toEqual({ type: "leave" });
		connection.setVisibility("hidden");
		connection.setVisibility("visible");
		connection.wake();
		expect(states.at(-1)).toEqual(over);
		expect(vi.getTimerCount()).toBe(0);
		connection.start();
		expect(worker().asked).toEqual([{ type: "join", cursor: "e-6", visible: true }]);
	});

	it("calls a browser without a network offline, whatever the worker knows", () => {
		goLive();
		online = false;
		worker().sayState({ name: "reconnecting", attempt: 2, at: 7, reason: "cut" });
		expect(states.at(-1)).toEqual({ name: "offline", attempt: 2, at: 7, reason: "cut" });
	});

	describe("with a worker that dies", () => {
		it("says delayed within two and a half beats, and gets hold of a new one from the same place", () => {
			goLive();
			pass(3);
			vi.advanceTimersByTime(2_000);
			expect(state()).toBe("live");
			vi.advanceTimersByTime(500);
			expect(state()).toBe("delayed");
			expect(workers).toHaveLength(1);
			vi.advanceTimersByTime(2_500);
			expect(workers).toHaveLength(2);
			expect(worker().asked).toEqual([{ type: "join", cursor: "e-6", visible: true }]);
			expect(state(), "not before it is heard").toBe("delayed");
			worker().sayState(live);
			expect(state()).toBe("live");
			expect(told).toEqual([]);
		});

		it("is live again with the same one when that was only held up", () => {
			goLive();
			vi.advanceTimersByTime(2_500);
			expect(state()).toBe("delayed");
			worker().sayTick("e-7");
			expect(state()).toBe("live");
			pass(60);
			expect(workers).toHaveLength(1);
		});

		it("does not keep the page waiting for one that hangs: the new one is then the same", () => {
			goLive();
			vi.advanceTimersByTime(5_000);
			expect(workers).toHaveLength(2);
			vi.advanceTimersByTime(3_300);
			expect(told).toEqual(["silent"]);
			vi.advanceTimersByTime(60_000);
			expect(told).toEqual(["silent"]);
			expect(workers).toHaveLength(2);
		});

		it("is looked for at once when the page wakes, be it that the worker gave up the page", () => {
			goLive();
			connection.wake();
			expect(worker().asked.at(-1)).toEqual({ type: "wake" });
			vi.setSystemTime(Date.now() + 600_000);
			connection.wake();
			connection.wake();
			expect(state()).toBe("delayed");
			expect(workers).toHaveLength(2);
			expect(worker().asked).toEqual([{ type: "join", cursor: "e-6", visible: true }]);
			worker().sayState(live);
			expect(state()).toBe("live");
		});

		it("takes it for no death that timers stood still while the machine slept", () => {
			goLive();
			vi.setSystemTime(Date.now() + 3_600_000);
			vi.advanceTimersByTime(200);
			expect(state(), "what it holds is an hour old").toBe("delayed");
			worker().say({ type: "beat", silentMs: 3_600_000 });
			vi.advanceTimersByTime(2_000);
			expect(workers).toHaveLength(1);
		});
	});

	describe("leaves the page to a connection of its own", () => {
		it("when there is no getting hold of a worker", () => {
			createWorker = () => {
				throw new DOMException("denied", "SecurityError");
			};
			connection.start();
			expect(told).toEqual(["refused"]);
		});

		it("when its script fails", () => {
			connection.start();
			worker().dispatchEvent(new Event("error"));
			expect(told).toEqual(["refused"]);
		});

		it("when it cannot hold a stream", () => {
			connection.start();
			worker().say({ type: "unable" });
			expect(told).toEqual(["refused"]);
		});

		it("when it says nothing for three seconds, and until it does", () => {
			connection.start();
			vi.advanceTimersByTime(3_000);
			expect(told).toEqual([]);
			vi.advanceTimersByTime(200);
			expect(told).toEqual(["silent"]);
			const late = worker();
			late.sayState(live);
			expect(told).toEqual(["silent", "found"]);
			expect(late.asked.at(-1)).toEqual({ type: "leave" });
			expect(worker().asked).toEqual([{ type: "join", cursor: "e-40", visible: true }]);
			late.sayTick("e-6");
			expect(events, "what the page has had by itself").toEqual([]);
			worker().sayState(live);
			expect(state()).toBe("live");
		});
	});

	describe("while the page is hidden", () => {
		it("says so to the worker", () => {
			goLive();
			connection.setVisibility("hidden");
			connection.setVisibility("hidden");
			connection.setVisibility("visible");
			expect(worker().asked.slice(1)).toEqual([
				{ type: "visible", visible: false },
				{ type: "visible", visible: true },
			]);
		});

		it("takes no silence for death while the worker rests, and gets hold of a new one if it died meanwhile", () => {
			goLive();
			connection.setVisibility("hidden");
			worker().sayState({ name: "resting" });
			vi.advanceTimersByTime(3_600_000);
			expect(state()).toBe("resting");
			expect(workers).toHaveLength(1);
			connection.setVisibility("visible");
			expect(workers).toHaveLength(2);
			expect(worker().asked).toEqual([{ type: "join", cursor: "e-6", visible: true }]);
		});

		it("leaves the worker when the page is left, and joins again when it comes back as it was", () => {
			goLive();
			const first = worker();
			connection.setVisibility("gone");
			expect(first.asked.at(-1)).toEqual({ type: "leave" });
			expect(state()).toBe("resting");
			expect(vi.getTimerCount()).toBe(0);
			connection.setVisibility("visible");
			expect(state()).toBe("connecting");
			expect(worker().asked).toEqual([{ type: "join", cursor: "e-6", visible: true }]);
		});

		it("stays stopped when it was stopped", () => {
			goLive();
			connection.stop();
			connection.setVisibility("gone");
			connection.setVisibility("visible");
			expect(workers).toHaveLength(1);
			expect(state()).toBe("stopped");
		});
	});
});
