import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Load, StateEvents } from "@/lib/metrics/types";
import { linuxSchedule, paceOf } from "@/lib/schedule";
import { LiveStore } from "./store";
import type { PageState } from "./types";

class FakeEventSource extends EventTarget {
	static all: FakeEventSource[] = [];
	constructor(readonly url: string) {
		super();
		FakeEventSource.all.push(this);
	}
	close() {}
	send(name: string, data: unknown, lastEventId = "") {
		this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }));
	}
}

const start = 1_800_000_000_000;
/** How far the server's clock is ahead of the browser's in these tests. */
const aheadMs = 3_600_000;
let store: LiveStore;
let asked: string[];
const source = () => FakeEventSource.all.at(-1) as FakeEventSource;
const blankShares = {
	utilization: null,
	user: null,
	nice: null,
	system: null,
	iowait: null,
	irq: null,
	softirq: null,
	steal: null,
};
const load = (time: number, one: number | null): Load => ({
	time,
	one,
	five: 0,
	fifteen: 0,
	cores: 2,
	runnable: 0,
	blocked: 0,
});

beforeEach(() => {
	vi.useFakeTimers({ now: start - aheadMs });
	FakeEventSource.all = [];
	asked = [];
	vi.stubGlobal("EventSource", FakeEventSource);
	vi.stubGlobal("navigator", { onLine: true });
	vi.stubGlobal("fetch", async (url: string) => {
		asked.push(url);
		if (url.startsWith("/api/history")) {
			const points = [4, 3, 2].map((ago) => [start - ago * 1_000, ago, ago, ago]);
			return Response.json({ series: [{ metric: "load.one", points }], facts: [] });
		}
		return Response.json({ time: Date.now() + aheadMs });
	});
	const page: PageState = {
		id: "e-5",
		host: "h",
		version: "1",
		time: start,
		intervalMs: 1_000,
		pace: paceOf(linuxSchedule, 1_000, { watched: true }),
		facts: [],
		events: { load: load(start, 1) },
		window: { from: start - 2_000, stepMs: 1_000, series: { "load.one": [7, null, 1] } },
	};
	store = new LiveStore(page);
});
afterEach(() => {
	store.close();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

function goLive() {
	store.start();
	hello("replayed");
}
const hello = (resumed: string, version = "1") =>
	source().send("hello", {
		epoch: "e",
		seq: 5,
		resumed,
		heartbeatMs: 1_000,
		version,
		time: Date.now() + aheadMs,
	});
const read = (...agos: number[]) => agos.map((ago) => store.window.get("load.one", start - ago * 1_000));

describe("LiveStore", () => {
	it("holds what the page was rendered with before any script ran", () => {
		expect(store.get("load")?.one).toBe(1);
		expect(read(2, 1, 0)).toEqual([7, Number.NaN, 1]);
	});

	it("does not call a reading old because the browser's clock is an hour behind", () => {
		goLive();
		expect(store.ageMs("load")).toBe(0);
		expect(store.isStale("load")).toBe(false);
	});

	it("calls a reading old that is late although the connection lives", () => {
		goLive();
		for (let second = 0; second < 4; second++) {
			vi.advanceTimersByTime(1_000);
			source().send("clock", { time: Date.now() + aheadMs } as StateEvents["clock"]);
		}
		expect(store.state.name).toBe("live");
		expect(store.isStale("clock")).toBe(false);
		expect(store.isStale("load")).toBe(true);
		expect(store.ageMs("load")).toBe(4_000);
	});

	it("calls everything old the moment the server is lost", () => {
		goLive();
		source().dispatchEvent(new Event("error"));
		expect(store.isStale("load")).toBe(true);
	});

	it("calls what the page was rendered with old when connecting takes long", () => {
		store.start();
		expect(store.isStale("load")).toBe(false);
		vi.advanceTimersByTime(4_000);
		expect(store.isStale("load")).toBe(true);
	});

	it("keeps what is pushed to a stream of somebody's own, draws its numbers, and forgets it with the stream", () => {
		const list = (...names: string[]) => ({
			time: start,
			streams: names.map((name) => ({ name, fields: [] })),
		});
		goLive();
		source().send("streams", list("stock"));
		source().send("stock", { time: start - 1_000, price: 7, text: "a" }, "e-6");
		expect(store.own("stock")).toEqual({ time: start - 1_000, price: 7, text: "a" });
		expect(store.window.get("stock.price", start - 1_000)).toBe(7);
		expect(store.window.metrics).not.toContain("stock.time");
		source().send(
			"snapshot",
			{ events: { streams: list("stock"), stock: { time: start, price: 8 } } },
			"e-7",
		);
		expect(store.own("stock")).toEqual({ time: start, price: 8 });
		expect(store.isStale("streams")).toBe(false);
		source().send("streams", list());
		source().send("stock", { time: start, price: 9 }, "e-8");
		expect(store.own("stock")).toBeUndefined();
		expect(store.get("load")?.one).toBe(1);
	});

	it("takes a tick twice without a trace", () => {
		goLive();
		source().send("load", load(start + 1_000, 2), "e-6");
		source().send("load", load(start + 1_000, 2), "e-6");
		expect(read(0, -1)).toEqual([1, 2]);
		expect(store.window.newest).toBe(start + 1_000);
	});

	it("fills the hole of a gap from the history, from the last reading that it has", async () => {
		goLive();
		hello("gap");
		source().send("snapshot", { time: start, events: { load: load(start + 9_000, 3) } }, "f-1");
		await vi.advanceTimersByTimeAsync(0);
		const query = new URL(asked.find((url) => url.startsWith("/api/history")) ?? "", "http://h").searchParams;
		expect(query.get("from")).toBe(String(start));
		expect(query.getAll("metric")).toContain("load.one");
		expect(read(4, 3, 2, 0, -9)).toEqual([4, 3, 2, 1, 3]);
	});

	it("starts its lines anew when the server's clock was set back", () => {
		const cpu = (time: number) => ({ ...blankShares, time, cores: [] });
		goLive();
		source().send("cpu", cpu(start + 5_000));
		source().send("load", load(start + 5_000, 2));
		source().send("cpu", cpu(start - 1_000));
		source().send("load", load(start - 1_000, 3));
		expect(read(2, 1, 0, -5)).toEqual([7, 3, Number.NaN, Number.NaN]);
		expect(store.window.newest).toBe(start - 1_000);
	});

	it("forgets what happened later than a clock that was set back", () => {
		const fact = (time: number, kind: string, detail: object) =>
			source().send("fact", { kind, time, until: null, detail });
		goLive();
		fact(start - 60_000, "started", { version: "1" });
		fact(start + 5_000, "suspended", {});
		fact(start - 1_000, "clockStepped", { byMs: -6_000 });
		expect(store.facts.map(({ kind }) => kind)).toEqual(["started", "clockStepped"]);
	});

	it("knows after hours of sleep why its line is broken, and draws it on", async () => {
		const hour = 3_600_000;
		goLive();
		await vi.advanceTimersByTimeAsync(100);
		const facts = [
			{ kind: "off", time: start + 1_000, until: start + 3 * hour - 120_000, detail: { clean: false } },
			{ kind: "started", time: start + 3 * hour - 119_000, until: null, detail: { version: "1" } },
		];
		vi.stubGlobal("fetch", async (url: string) => {
			asked.push(url);
			if (!url.startsWith("/api/history")) return Response.json({ time: Date.now() + aheadMs });
			const points = Array.from({ length: 119 }, (_, ago) => [start + 3 * hour - ago * 1_000, ago, ago, ago]);
			return Response.json({ series: [{ metric: "load.one", points }], facts });
		});
		vi.setSystemTime(start - aheadMs + 3 * hour);
		store.wake();
		store.retryNow();
		hello("gap");
		const started = facts[1] as unknown as StateEvents["fact"];
		const events = { load: load(start + 3 * hour, 0), fact: started };
		source().send("snapshot", { time: start + 3 * hour, events }, "f-9");
		await vi.advanceTimersByTimeAsync(100);
		const url = asked.findLast((url) => url.startsWith("/api/history")) ?? "";
		expect(new URL(url, "http://h").searchParams.get("from")).toBe(String(start + 3 * hour - 900_000));
		expect(store.facts).toEqual(facts);
		expect(read(-3 * 3_600 + 118, -3 * 3_600 + 119, -3 * 3_600)).toEqual([118, Number.NaN, 0]);
	});

	it("loses no line to a file system that answered late", () => {
		goLive();
		for (const second of [1, 2, 3]) source().send("load", load(start + second * 1_000, second));
		source().send("filesystem", {
			time: start + 3_000,
			mounts: [],
			missing: { "": "did not answer within 5 s" },
		});
		source().send("filesystem", { time: start + 1_000, mounts: [] });
		expect(read(-1, -2, -3)).toEqual([1, 2, 3]);
	});

	it("draws a slow reading as a line until its next one is due", () => {
		const slow = { ...store.page.pace, load: 5 };
		store = new LiveStore({ ...store.page, pace: slow });
		goLive();
		source().send("load", load(start + 1_000, 4));
		for (const second of [1, 2, 3, 9])
			source().send("cpu", { ...blankShares, time: start + second * 1_000, cores: [] });
		expect(read(-1, -2, -3, -9)).toEqual([4, 4, 4, Number.NaN]);
	});

	it("drops the lines of devices that are long gone", async () => {
		goLive();
		const one = { receivedBytesPerSecond: 1, sentBytesPerSecond: 1 };
		for (const second of [1, 901, 1_802]) {
			source().send("network", {
				time: start + second * 1_000,
				interfaces: [{ name: `veth${second}`, ...one }],
			});
			await vi.advanceTimersByTimeAsync(10);
		}
		expect(store.window.metrics.filter((metric) => metric.startsWith("network.veth1."))).toEqual([]);
		expect(store.window.metrics).toContain("network.veth1802.sentBytesPerSecond");
	});

	it("tells of a tick once, after all of its events", () => {
		goLive();
		const seen: (number | null | undefined)[] = [];
		store.onTick(() => seen.push(store.get("load")?.one));
		source().send("clock", { time: start });
		source().send("load", load(start + 1_000, 2));
		vi.advanceTimersByTime(10);
		expect(seen).toEqual([2]);
	});

	it("makes one connection however often it is started, also after it was closed and shown again", () => {
		store.start();
		store.start();
		expect(FakeEventSource.all).toHaveLength(1);
		store.close();
		expect(vi.getTimerCount()).toBe(0);
		store.start();
		expect(FakeEventSource.all).toHaveLength(2);
	});

	it("says when the server is of another version than the page", () => {
		goLive();
		expect(store.outdated).toBe(false);
		hello("gap", "2");
		expect(store.outdated).toBe(true);
	});

	it("asks again for a hole that could not be filled", async () => {
		let isAway = true;
		vi.stubGlobal("fetch", async (url: string) => {
			if (!url.startsWith("/api/history")) return Response.json({ time: Date.now() + aheadMs });
			asked.push(url);
			if (isAway) throw new TypeError("network");
			return Response.json({
				series: [{ metric: "load.one", points: [[start + 1_000, 5, 5, 5]] }],
				facts: [],
			});
		});
		goLive();
		hello("gap");
		source().send("snapshot", { time: start, events: { load: load(start + 9_000, 3) } }, "f-1");
		await vi.advanceTimersByTimeAsync(100);
		isAway = false;
		await vi.advanceTimersByTimeAsync(5_000);
		expect(asked).toHaveLength(2);
		expect(read(-1)).toEqual([5]);
		await vi.advanceTimersByTimeAsync(60_000);
		expect(asked).toHaveLength(2);
	});

	it("asks for no hole while it is stopped, and goes on asking when it is started", async () => {
		vi.stubGlobal("fetch", async (url: string) => {
			if (url.startsWith("/api/history")) asked.push(url);
			throw new TypeError("network");
		});
		goLive();
		source().send("snapshot", { time: start, events: { load: load(start + 9_000, 3) } }, "f-1");
		store.stop();
		await vi.advanceTimersByTimeAsync(60_000);
		expect(asked).toHaveLength(1);
		expect(vi.getTimerCount()).toBe(2);
		store.start();
		await vi.advanceTimersByTimeAsync(100);
		expect(asked).toHaveLength(2);
	});

	describe("does not call live", () => {
		/** A stream that lives, and whose news is as old as told. */
		async function run(seconds: number, oldMs: number) {
			for (let second = 0; second < seconds; second++) {
				const time = Date.now() + aheadMs - oldMs;
				source().send("clock", { time } as StateEvents["clock"]);
				source().send("load", load(time, 1));
				await vi.advanceTimersByTimeAsync(1_000);
			}
		}

		it("a stream over which only old news comes", async () => {
			goLive();
			await run(3, 0);
			expect(store.state.name).toBe("live");
			await run(3, 8_000);
			expect(store.state.name).toBe("delayed");
			expect(store.silentMs).toBeGreaterThanOrEqual(8_000);
			expect(store.isStale("load")).toBe(true);
			await run(3, 0);
			expect(store.state.name).toBe("live");
		});

		it("what was told before it was stopped, while it connects again", () => {
			goLive();
			store.stop();
			store.start();
			expect(store.state.name).toBe("connecting");
			expect(store.trusted).toBe(false);
			expect(store.isStale("system")).toBe(true);
		});

		it("what was told before it let go of the server, nor asks for anything until it is back", async () => {
			goLive();
			store.setVisibility("gone");
			expect(store.state.name).toBe("resting");
			expect(store.trusted).toBe(false);
			expect(store.isStale("system")).toBe(true);
			await vi.advanceTimersByTimeAsync(1_000);
			asked = [];
			await vi.advanceTimersByTimeAsync(3_600_000);
			expect(asked).toEqual([]);
			store.setVisibility("visible");
			expect(store.state.name).toBe("connecting");
			hello("replayed");
			expect(store.state.name).toBe("live");
		});

		it("what was told before the machine slept", () => {
			goLive();
			vi.setSystemTime(Date.now() + 3_600_000);
			store.wake();
			expect(store.trusted).toBe(false);
		});

		it("anything when the question for the time was answered with an error", async () => {
			vi.stubGlobal("fetch", async () => Response.json({ error: {} }, { status: 502 }));
			goLive();
			source().send("load", load(start, 1));
			await vi.advanceTimersByTimeAsync(4_000);
			source().send("ping", {});
			expect(store.offset).toBeNull();
			expect(store.isStale("load")).toBe(true);
		});

		it("a reading that stays away after the server's clock was set on", async () => {
			goLive();
			await run(2, 0);
			vi.stubGlobal("fetch", async () => Response.json({ time: Date.now() + 2 * aheadMs }));
			source().send("clock", { time: Date.now() + 2 * aheadMs } as StateEvents["clock"]);
			source().send("load", load(Date.now() + 2 * aheadMs, 1));
			await vi.advanceTimersByTimeAsync(100);
			expect(store.isStale("load")).toBe(false);
			await vi.advanceTimersByTimeAsync(4_000);
			expect(store.ageMs("load")).toBe(4_100);
			expect(store.isStale("load")).toBe(true);
		});
	});

	describe("where the stream is held back", () => {
		let seq: number;
		let isUp: boolean;
		/** Each second of the server's has a load of its own. */
		const tick = (of: number) => ({ id: `e-${of}`, events: { load: load(start + (of - 5) * 1_000, of) } });

		beforeEach(async () => {
			seq = 5;
			isUp = true;
			vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
				asked.push(url);
				if (!isUp) throw new TypeError("network");
				if (init?.method === "HEAD")
					return new Response(null, { headers: { "Content-Type": "text/event-stream" } });
				const time = Date.now() + aheadMs;
				if (!url.includes("since=")) return Response.json({ time });
				const since = Number(url.split("since=e-")[1]);
				const ticks = Array.from({ length: seq - since }, (_, index) => tick(since + 1 + index));
				const events = { clock: { time }, ...tick(seq).events };
				return Response.json({ id: `e-${seq}`, time, version: "1", resumed: "replayed", events, ticks });
			});
			store.start();
			await run(8);
		});
		async function run(seconds: number) {
			for (let second = 0; second < seconds; second++) {
				await vi.advanceTimersByTimeAsync(1_000);
				seq++;
			}
		}

		it("draws every second of what it polls, and asks the history for none", async () => {
			await run(6);
			expect(store.state).toMatchObject({ name: "polling", reason: "heldBack" });
			expect(store.isStale("load")).toBe(false);
			expect(read(-1, -2, -3, -4, -5, -6, -7, -8)).toEqual([6, 7, 8, 9, 10, 11, 12, 13]);
			expect(asked.filter((url) => url.startsWith("/api/history"))).toEqual([]);
		});

		it("calls what it polled old when nothing newer comes", async () => {
			isUp = false;
			await run(3);
			expect(store.state.name).toBe("reconnecting");
			expect(store.isStale("load")).toBe(true);
			expect(store.isStale("clock")).toBe(true);
		});

		it("calls what it polled old too when its server has no newer readings", async () => {
			for (let second = 0; second < 8; second++) await vi.advanceTimersByTimeAsync(1_000);
			expect(store.state.name).toBe("polling");
			expect(store.isStale("clock")).toBe(false);
			expect(store.isStale("load")).toBe(true);
		});
	});

	it("does not take the readings of a server whose clock was set back for old ones", async () => {
		goLive();
		await vi.advanceTimersByTimeAsync(2_000);
		vi.stubGlobal("fetch", async () => Response.json({ time: Date.now() }));
		source().send("clock", { time: Date.now() } as StateEvents["clock"]);
		source().send("load", load(Date.now(), 1));
		await vi.advanceTimersByTimeAsync(100);
		expect(store.ageMs("load")).toBe(100);
		expect(store.isStale("load")).toBe(false);
	});

	it("measures how far the clocks are apart", async () => {
		goLive();
		await vi.advanceTimersByTimeAsync(0);
		expect(store.offset).toEqual({ offsetMs: aheadMs, roundTripMs: 0 });
	});
});
