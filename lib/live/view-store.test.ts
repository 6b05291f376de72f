import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryHistory } from "@/lib/history/memory";
import type { Fact } from "@/lib/history/types";
import { linuxSchedule, paceOf } from "@/lib/schedule";
import { FakeEventSource } from "./fake-event-source";
import { PictureLoader } from "./picture-loader";
import { LiveStore } from "./store";
import type { View } from "./view";
import { ViewStore } from "./view-store";

const start = 1_800_000_000_000;
/** The browser's clock is hours behind the server's. */
const aheadMs = 5 * 3_600_000;
const hour = 3_600_000;
const load = (time: number) => ({
	time,
	one: time % 97,
	five: 0,
	fifteen: 0,
	cores: 2,
	runnable: 0,
	blocked: 0,
});

let history: MemoryHistory;
let newest: number;
let tierMs: number;
let asked: URLSearchParams[];
let store: LiveStore;
let views: ViewStore;
let sources: FakeEventSource[];
/** What becomes of the answers of the server. */
let answer: (respond: () => Response) => Promise<Response>;
let seq: number;

const now = () => Date.now() + aheadMs;
const stream = () => sources.at(-1) as FakeEventSource;
const read = (time: number) => views.picture.window.get("load.one", time);
const span = () => Number(asked.at(-1)?.get("to") ?? now()) - Number(asked.at(-1)?.get("from"));
const off = (time: number, until: number): Fact => ({ kind: "off", time, until, detail: { clean: true } });

/** The server measures up to now, a reading a second or as seldom as its tier holds one. */
function measure(until = now()) {
	for (; newest + tierMs <= until; newest += tierMs) {
		const time = newest + tierMs;
		history.append({ time, metrics: ["load.one"], values: Float64Array.of(time % 97) });
	}
}

function answerFetch(url: string, signal?: AbortSignal): Promise<Response> {
	if (!url.startsWith("/api/history")) return Promise.resolve(Response.json({ time: now() }));
	const query = new URL(url, "http://h").searchParams;
	// The rest is asked for what the page itself hears.
	if (query.has("points")) asked.push(query);
	const respond = () => {
		measure();
		const [from, to, points] = ["from", "to", "points"].map((name) => query.get(name));
		const part = { from: Number(from), to: Number(to ?? now()), points: Number(points ?? 5_000) };
		return Response.json(history.range({ metrics: ["load.one"], ...part }));
	};
	return new Promise((resolve, reject) => {
		signal?.addEventListener("abort", () => reject(signal.reason));
		answer(respond).then(resolve, reject);
	});
}

/** Lets the seconds pass, with the events of every second one if there are many. */
async function run(seconds: number) {
	const stepSeconds = seconds > 60 ? 2 : 1;
	for (let second = 0; second < seconds; second += stepSeconds) {
		await vi.advanceTimersByTimeAsync(stepSeconds * 1_000);
		stream().send("clock", { time: now() });
		stream().send("load", load(Math.floor(now() / 1_000) * 1_000), `e-${++seq}`);
	}
}

/** The server is there again, and no longer knows what it told before. */
async function reconnect() {
	store.retryNow();
	await vi.advanceTimersByTimeAsync(0);
	stream().hello({ time: now(), resumed: "gap" });
}

function open(view: View, keptFrom = start - 26 * hour) {
	const kept = {
		...history.kept,
		tiers: [{ name: "memory", stepMs: tierMs, retentionMs: hour, from: keptFrom, bytes: 0 }],
	};
	store = new LiveStore({
		id: "e-5",
		host: "h",
		version: "1",
		time: start,
		intervalMs: 1_000,
		pace: paceOf(linuxSchedule, 1_000, { watched: true }),
		facts: [],
		events: { load: load(start), history: { time: start, ...kept } },
		window: { from: start - 300_000, stepMs: 1_000, series: {} },
	});
	views = new ViewStore(store, view, async () => ({ PictureLoader }));
	store.start();
	stream().hello({ time: now() });
	views.start();
}

/** Opens a view and waits until it is shown. */
async function show(view: View) {
	open(view);
	await vi.advanceTimersByTimeAsync(200);
	expect(views.state).toBe("shown");
}

beforeEach(() => {
	vi.useFakeTimers({ now: start - aheadMs });
	history = new MemoryHistory({ windowMs: 60 * hour, stepMs: 1_000 });
	newest = start - 2 * hour;
	tierMs = 1_000;
	measure(start);
	asked = [];
	seq = 5;
	sources = [];
	answer = async (respond) => respond();
	vi.stubGlobal(
		"EventSource",
		class extends FakeEventSource {
			constructor(url: string) {
				super(url);
				sources.push(this);
			}
		},
	);
	vi.stubGlobal("navigator", { onLine: true });
	vi.stubGlobal("fetch", (url: string, init?: RequestInit) => answerFetch(url, init?.signal ?? undefined));
});
afterEach(() => {
	views.close();
	store.close();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

describe("ViewStore", () => {
	it("drops the answer to an earlier question that comes late", async () => {
		open({ range: "1h" });
		const late: (() => void)[] = [];
		// A browser that has the answer already may hand it out although it was told to stop.
		vi.stubGlobal("fetch", (url: string) => {
			const ready = answerFetch(url);
			return late.length > 0 ? ready : new Promise((resolve) => late.push(() => resolve(ready)));
		});
		await vi.advanceTimersByTimeAsync(200);
		expect(late).toHaveLength(1);
		views.zoomTo(start - 1_800_000, start - 1_700_000);
		await vi.advanceTimersByTimeAsync(200);
		const { picture } = views;
		expect(picture.view).toEqual({ from: start - 1_800_000, to: start - 1_700_000 });
		late[0]?.();
		await vi.advanceTimersByTimeAsync(200);
		expect(views.picture).toBe(picture);
		expect(read(start - 1_750_000)).toBe((start - 1_750_000) % 97);
	});

	it("shows the old picture until the new one is there", async () => {
		await show({ range: "5m" });
		const { picture } = views;
		let isThere = () => {};
		answer = (respond) => new Promise((resolve) => (isThere = () => resolve(respond())));
		views.show({ range: "1h" });
		await run(4);
		expect(views.view).toEqual({ range: "1h" });
		expect(views.picture).toBe(picture);
		expect(views.state).toBe("loading");
		isThere();
		await vi.advanceTimersByTimeAsync(0);
		expect(views.picture.view).toEqual({ range: "1h" });
		expect(views.state).toBe("shown");
	});

	it("keeps the old picture when the server fails, says so, and asks again by itself or when told", async () => {
		await show({ range: "5m" });
		const { picture } = views;
		answer = async () => Response.json({ error: { message: "the disk is full" } }, { status: 503 });
		views.show({ range: "6h" });
		await run(2);
		expect(views.state).toBe("failed");
		expect(views.trouble).toContain("the disk is full");
		expect(views.picture).toBe(picture);
		await run(4);
		expect(asked).toHaveLength(2);
		views.retry();
		await run(1);
		expect(asked).toHaveLength(3);
		answer = async (respond) => respond();
		await run(21);
		expect(views.state).toBe("shown");
		expect(views.trouble).toBeNull();
		expect(views.picture.view).toEqual({ range: "6h" });
	});

	it("gives up an answer that does not come, and says so", async () => {
		open({ range: "1h" });
		answer = () => new Promise(() => {});
		await run(22);
		expect(views.state).toBe("failed");
		expect(views.trouble).not.toBeNull();
	});

	it("asks by the server's clock, however wrong the browser's is", async () => {
		await show({ range: "1h" });
		expect(Number(asked[0]?.get("from"))).toBeCloseTo(start - hour - 6_000, -3);
		expect(asked[0]?.get("to")).toBeNull();
		expect(views.picture.window.newest).toBe(start);
		expect(read(start - 1_800_000)).not.toBeNaN();
		views.pan(-1);
		expect(views.view).toEqual({
			from: expect.closeTo(start - 2 * hour, -3),
			to: expect.closeTo(start - hour, -3),
		});
	});

	it("moves on by asking only for the end, and keeps what it knew", async () => {
		await show({ range: "1h" });
		const { picture } = views;
		const ticks = vi.fn();
		picture.onTick(ticks);
		const known = read(start - 1_800_000);
		await run(600);
		expect(views.picture).toBe(picture);
		expect(ticks.mock.calls.length).toBeGreaterThan(100);
		expect(now() - picture.window.newest).toBeLessThan(12_000);
		expect(read(start - 1_800_000)).toBe(known);
		expect(read(start + 300_000)).not.toBeNaN();
		expect(span()).toBeLessThan(120_000);
		for (let time = now() - hour + 12_000; time < now() - 12_000; time += 6_000)
			expect(read(time)).not.toBeNaN();
		expect(views.isOld).toBe(false);
	});

	it("does not grow in a page that is open for weeks, nor asks often for what changes slowly", async () => {
		history = new MemoryHistory({ windowMs: 60 * hour, stepMs: 1_000 });
		newest = start - 25 * hour;
		await show({ range: "24h" });
		const { length } = asked;
		await run(2 * 3_600);
		expect(asked.length - length).toBeLessThanOrEqual(2 * 60 + 1);
		expect(now() - views.picture.window.newest).toBeLessThan(150_000);
		const values = Array.from({ length: 1_200 }, (_, index) => read(now() - index * 144_000));
		expect(values.filter((value) => !Number.isNaN(value)).length).toBeLessThanOrEqual(1_000);
	});

	it("stands still and is called old when the server is lost, and is read anew when it is back", async () => {
		await show({ range: "1h" });
		await run(20);
		const told = vi.fn();
		views.on("state", told);
		expect(views.isOld).toBe(false);
		answer = () => Promise.reject(new TypeError("network"));
		const edge = views.picture.window.newest;
		const { length } = asked;
		stream().fail();
		expect(views.isOld).toBe(true);
		expect(told).toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(600_000);
		expect(views.picture.window.newest).toBe(edge);
		expect(asked).toHaveLength(length);
		answer = async (respond) => respond();
		const fact = off(start - 300_000, start - 200_000);
		history.note(fact);
		await reconnect();
		await run(1);
		expect(span()).toBeGreaterThan(hour);
		expect(views.isOld).toBe(false);
		expect(views.picture.facts).toEqual([fact]);
		expect(now() - views.picture.window.newest).toBeLessThan(12_000);
	});

	it("is called old while its server answers and measures nothing", async () => {
		await show({ range: "1h" });
		newest = Number.POSITIVE_INFINITY;
		await run(30);
		expect(views.isOld).toBe(true);
		expect(views.ageMs).toBeGreaterThan(20_000);
	});

	it("is not called old between two steps of a tier that is told in quarters of an hour", async () => {
		tierMs = 15 * 60_000;
		history = new MemoryHistory({ windowMs: 31 * 24 * hour, stepMs: tierMs });
		newest = Math.floor((start - 30 * 24 * hour) / tierMs) * tierMs;
		open({ range: "30d" }, newest);
		await run(1);
		const { picture } = views;
		expect(picture.stepMs / tierMs).toBeGreaterThan(1);
		const old = vi.fn();
		views.on("state", () => views.isOld && old());
		await run(2 * 3_600);
		expect(old).not.toHaveBeenCalled();
		expect(views.picture).toBe(picture);
		expect(span()).toBeLessThan(24 * hour);
		tierMs = Number.POSITIVE_INFINITY;
		await run(1_200);
		expect(views.isOld).toBe(true);
	});

	it("asks nothing while nobody looks, and at once when somebody does", async () => {
		await show({ range: "1h" });
		store.setVisibility("hidden");
		await run(120);
		expect(asked).toHaveLength(1);
		store.setVisibility("visible");
		await vi.advanceTimersByTimeAsync(0);
		expect(asked).toHaveLength(2);
		expect(now() - views.picture.window.newest).toBeLessThan(12_000);
	});

	it("shows one line after hours of sleep, with what happened meanwhile", async () => {
		await show({ range: "6h" });
		await run(30);
		const slept = 3 * hour;
		vi.setSystemTime(Date.now() + slept);
		measure(newest + hour);
		history.note(off(newest + 1_000, now() - hour));
		newest = Math.floor((now() - hour) / 1_000) * 1_000;
		store.wake();
		await reconnect();
		await run(12);
		const { facts, window } = views.picture;
		expect(facts.map(({ kind }) => kind)).toEqual(["off"]);
		expect(now() - window.newest).toBeLessThan(60_000);
		expect(read(start - hour)).not.toBeNaN();
		expect(read(now() - 90 * 60_000)).toBeNaN();
		expect(read(now() - 30 * 60_000)).not.toBeNaN();
	});

	it("reads all anew when something happened", async () => {
		await show({ range: "1h" });
		const fact = off(start - 600_000, start - 500_000);
		history.note(fact);
		stream().send("fact", fact);
		await run(1);
		expect(span()).toBeGreaterThan(hour);
		expect(views.picture.facts).toEqual([fact]);
	});

	it("does not read all anew each time that the newest thing that happened is told again", async () => {
		await show({ range: "1h" });
		const fact = off(start - 600_000, start - 500_000);
		stream().send("fact", fact);
		await run(1);
		expect(asked).toHaveLength(2);
		for (let time = 0; time < 3; time++) stream().send("fact", fact);
		await run(1);
		expect(asked).toHaveLength(2);
	});

	it("begins its line anew when the server's clock was set back", async () => {
		await show({ range: "1h" });
		await run(60);
		const back = start - 1_800_000;
		history.append({ time: back, metrics: ["load.one"], values: Float64Array.of(1) });
		newest = Number.POSITIVE_INFINITY;
		await run(12);
		expect(views.picture.window.newest).toBeLessThanOrEqual(back);
		expect(read(start)).toBeNaN();
	});

	it("asks the history for nothing that the page hears anyway", async () => {
		await show({ range: "1m" });
		expect(views.picture.window).toBe(store.window);
		expect(views.picture.windowMs).toBe(60_000);
		await run(10);
		views.show({ range: "5m" });
		await run(10);
		expect(asked).toEqual([]);
		expect(views.picture.asOf).toBe(store.window.newest);
	});

	it("has the steps of a whole stretch of which little is there", async () => {
		open({ range: "24h" }, start - 2 * hour);
		await run(1);
		const { windowMs, stepMs, window } = views.picture;
		expect(windowMs / stepMs).toBeLessThanOrEqual(1_000);
		expect(window.get("load.one", start - hour)).not.toBeNaN();
	});

	it("loses nothing of a stretch of which there were only seconds when it was opened", async () => {
		history = new MemoryHistory({ windowMs: 60 * hour, stepMs: 1_000 });
		newest = start - 60_000;
		open({ range: "1h" }, newest);
		await run(40 * 60);
		const { windowMs, stepMs } = views.picture;
		expect(windowMs / stepMs).toBeLessThanOrEqual(1_000);
		expect(read(start - 30_000)).not.toBeNaN();
		expect(read(now() - 12_000)).not.toBeNaN();
	});

	it("draws what there is of a long stretch of which there are only seconds", async () => {
		history = new MemoryHistory({ windowMs: 60 * hour, stepMs: 1_000 });
		newest = start - 10_000;
		open({ range: "30d" }, newest);
		await run(1);
		expect(views.trouble).toBeNull();
		expect(views.picture.windowMs).toBeCloseTo(720 * hour, -7);
		expect(views.picture.windowMs / views.picture.stepMs).toBeLessThanOrEqual(1_000);
	});

	it("shows all there is, from the oldest reading on, and more of it as it grows", async () => {
		open({ range: "all" }, start - 2 * hour);
		await run(1);
		expect(views.picture.windowMs).toBeCloseTo(2 * hour, -4);
		expect(read(start - 2 * hour + 60_000)).not.toBeNaN();
		await run(600);
		stream().send("history", store.get("history"));
		await run(1);
		expect(views.picture.windowMs).toBeCloseTo(2 * hour + 600_000, -4);
	});

	it("shows the peak and the low of a step, and none where a step is one reading", async () => {
		await show({ range: "1h" });
		const time = views.picture.window.newest - 600_000;
		const mean = read(time);
		expect(views.picture.peaks?.get("load.one", time)).toBeGreaterThan(mean);
		expect(views.picture.troughs?.get("load.one", time)).toBeLessThan(mean);
		views.zoomTo(start - 700_000, start - 500_000);
		await run(1);
		expect(views.picture.peaks).toBeNull();
		expect(views.picture.stepMs).toBe(1_000);
	});

	it("asks for few of the many views that a wheel runs through", async () => {
		await show({ range: "1h" });
		for (let turn = 0; turn < 30; turn++) {
			views.zoomBy(0.95, start - 1_800_000);
			await vi.advanceTimersByTimeAsync(16);
		}
		await run(1);
		expect(asked.length).toBeLessThan(8);
		expect(views.picture.view).toEqual(views.view);
	});

	it("draws a past view in its right place before anything of it is there", () => {
		const from = start - hour;
		open({ from, to: start - 1_800_000 });
		const { window, windowMs, stepMs, isLive } = views.picture;
		expect([isLive, windowMs, window.newest]).toEqual([false, 1_800_000, start - 1_800_000]);
		expect(windowMs / stepMs).toBeLessThanOrEqual(1_000);
		expect(views.state).toBe("loading");
	});

	it("goes back to the live view that it came from, also by moving beyond now", async () => {
		await show({ range: "1h" });
		views.pan(-0.5);
		expect(views.view).toMatchObject({ to: expect.closeTo(start - hour / 2, -3) });
		views.pan(0.75);
		expect(views.view).toEqual({ range: "1h" });
		views.zoomTo(start - 600_000, start - 300_000);
		views.goLive();
		expect(views.view).toEqual({ range: "1h" });
		await run(1);
		expect(views.picture.isLive).toBe(true);
	});

	it("leaves nothing behind when it is closed, and goes on when it is started again", async () => {
		await show({ range: "1h" });
		views.close();
		store.close();
		await vi.advanceTimersByTimeAsync(30_000);
		expect(vi.getTimerCount()).toBe(0);
		const { length } = asked;
		store.start();
		views.start();
		await vi.advanceTimersByTimeAsync(200);
		expect(asked).toHaveLength(length + 1);
	});
});
