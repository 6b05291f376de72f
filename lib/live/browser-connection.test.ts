import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BrowserConnection } from "./browser-connection";
import type { PageMessage, WorkerMessage } from "./shared/protocol";
import type { ConnectionState } from "./types";

let sources: string[];
let workers: FakeWorker[];
let states: ConnectionState[];
let connection: BrowserConnection;

class FakeEventSource extends EventTarget {
	constructor(url: string) {
		super();
		sources.push(url);
	}
	close() {}
}

class FakeWorker extends EventTarget {
	asked: PageMessage[] = [];
	port = Object.assign(new EventTarget(), {
		start() {},
		close() {},
		postMessage: (message: PageMessage) => this.asked.push(message),
	});
	constructor() {
		super();
		workers.push(this);
	}
	say(data: WorkerMessage) {
		this.port.dispatchEvent(new MessageEvent("message", { data }));
	}
}

beforeEach(() => {
	vi.useFakeTimers();
	sources = [];
	workers = [];
	states = [];
	vi.stubGlobal("EventSource", FakeEventSource);
	vi.stubGlobal("navigator", { onLine: true });
});
afterEach(() => {
	connection.stop();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

function start() {
	connection = new BrowserConnection("e-5", "visible", {
		onHello() {},
		onEvent() {},
		onHole() {},
		onState: (state) => states.push(state),
	});
	connection.start();
}

describe("BrowserConnection", () => {
	it("opens no stream in the page where there is a worker", () => {
		vi.stubGlobal("SharedWorker", FakeWorker);
		start();
		expect(workers).toHaveLength(1);
		expect(sources).toEqual([]);
	});

	it("opens one in the page where there is none", () => {
		start();
		expect(sources).toEqual(["/api/stream?last_event_id=e-5"]);
	});

	it("opens one from where the worker was lost, and is stopped when it is stopped", () => {
		vi.stubGlobal("SharedWorker", FakeWorker);
		start();
		workers[0]?.say({ type: "tick", tick: { id: "e-6", events: [["cpu", 1]] } });
		workers[0]?.dispatchEvent(new Event("error"));
		expect(sources).toEqual(["/api/stream?last_event_id=e-6"]);
		connection.stop();
		expect(states.at(-1)?.name).toBe("stopped");
		expect(vi.getTimerCount()).toBe(0);
		connection.start();
		expect(sources).toHaveLength(2);
		expect(workers).toHaveLength(1);
	});

	it("asks again and again while the worker is silent, and goes on with it from the newest answer", async () => {
		vi.stubGlobal("SharedWorker", FakeWorker);
		vi.stubGlobal("fetch", async () => Response.json({ id: "e-9", time: 0, version: "1", events: {} }));
		start();
		await vi.advanceTimersByTimeAsync(3_300);
		expect(states.at(-1)).toEqual({ name: "polling", reason: "slow" });
		expect(sources).toEqual([]);
		workers[0]?.say({ type: "state", state: { name: "live" }, silentMs: 0 });
		expect(workers[1]?.asked).toEqual([{ type: "join", cursor: "e-9", visible: true }]);
		workers[1]?.say({ type: "state", state: { name: "live" }, silentMs: 0 });
		expect(states.map(({ name }) => name)).toEqual(["connecting", "connecting", "polling", "live"]);
		connection.stop();
		expect(vi.getTimerCount()).toBe(0);
	});

	it("tries the worker anew when it was stopped while that was silent", async () => {
		vi.stubGlobal("SharedWorker", FakeWorker);
		vi.stubGlobal("fetch", async () => Response.json({ id: "e-9", time: 0, version: "1", events: {} }));
		start();
		await vi.advanceTimersByTimeAsync(3_300);
		connection.stop();
		expect(states.at(-1)?.name).toBe("stopped");
		expect(vi.getTimerCount()).toBe(0);
		connection.start();
		expect(states.at(-1)?.name).toBe("connecting");
		workers.at(-1)?.say({ type: "state", state: { name: "live" }, silentMs: 0 });
		expect(states.at(-1)?.name).toBe("live");
	});

	it("goes on with the worker that answers after the page was left and came back", async () => {
		vi.stubGlobal("SharedWorker", FakeWorker);
		vi.stubGlobal("fetch", async () => Response.json({ id: "e-9", time: 0, version: "1", events: {} }));
		start();
		await vi.advanceTimersByTimeAsync(3_300);
		connection.setVisibility("gone");
		connection.setVisibility("visible");
		await vi.advanceTimersByTimeAsync(100);
		workers.at(-1)?.say({ type: "state", state: { name: "live" }, silentMs: 0 });
		expect(workers.at(-1)?.asked).toEqual([{ type: "join", cursor: "e-9", visible: true }]);
		workers.at(-1)?.say({ type: "state", state: { name: "live" }, silentMs: 0 });
		expect(states.at(-1)?.name).toBe("live");
		connection.stop();
		expect(vi.getTimerCount()).toBe(0);
	});

	it("does not ask the worker for what it has polled, when it is stopped and started", async () => {
		vi.stubGlobal("SharedWorker", FakeWorker);
		vi.stubGlobal("fetch", async () => Response.json({ id: "e-9", time: 0, version: "1", events: {} }));
		start();
		await vi.advanceTimersByTimeAsync(3_300);
		connection.stop();
		connection.start();
		expect(workers.at(-1)?.asked).toEqual([{ type: "join", cursor: "e-9", visible: true }]);
	});

	it("lets go of its own stream when nobody has looked for five minutes, too", () => {
		start();
		connection.setVisibility("hidden");
		vi.advanceTimersByTime(5 * 60_000);
		expect(states.at(-1)?.name).toBe("resting");
		const before = sources.length;
		connection.setVisibility("visible");
		expect(sources).toHaveLength(before + 1);
	});
});
