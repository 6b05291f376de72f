import { gunzipSync } from "node:zlib";
import { createParser, type EventSourceMessage } from "eventsource-parser";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Hub } from "./hub";
import type { HubEvent, Selection } from "./types";

const never = () => new AbortController().signal;
const decoder = new TextDecoder();
let now = 1_000_000;
let hub: Hub;

beforeEach(() => {
	now = 1_000_000;
	hub = makeHub();
});
afterEach(() => hub.close());

function makeHub(options: Partial<ConstructorParameters<typeof Hub>[0]> = {}): Hub {
	return new Hub({
		epoch: "e",
		retention: { count: 10, ageMs: 60_000 },
		state: (selection) => ({ all: selection === null }),
		now: () => now,
		...options,
	});
}

function open(
	lastEventId: string | null = null,
	names: string[] | null = null,
	more: { every?: number; also?: Selection } = {},
) {
	const selection: Selection = names && new Set(names);
	const body = hub.open({ selection, lastEventId, signal: never(), hello: { host: "h" }, ...more });
	if (!body) throw new Error("the stream was not opened");
	return body.getReader();
}

// A read that found nothing goes on waiting, and gets the next chunk.
const reads = new WeakMap<object, ReturnType<ReadableStreamDefaultReader<Uint8Array>["read"]>>();

/** All events that are already waiting for a reader. */
async function waiting(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<EventSourceMessage[]> {
	const events: EventSourceMessage[] = [];
	const parser = createParser({
		onEvent: (event) => events.push(event),
		onError: (error) => {
			throw error;
		},
	});
	for (;;) {
		const read = reads.get(reader) ?? reader.read();
		reads.set(reader, read);
		const chunk = await Promise.race([
			read,
			new Promise<null>((resolve) => setImmediate(() => setImmediate(() => resolve(null)))),
		]);
		if (!chunk) return events;
		reads.delete(reader);
		if (chunk.done) return events;
		parser.feed(decoder.decode(chunk.value));
	}
}

const tick = (value: number): HubEvent[] => [
	{ event: "clock", data: value, transient: true },
	{ event: "cpu", data: value },
	{ event: "load", data: value },
];
const brief = (events: EventSourceMessage[]) =>
	events.map(({ event, id, data }) => `${event} ${data}${id ? ` #${id}` : ""}`);

describe("Hub", () => {
	it("opens no stream for a client that has already left, which would leak for ever", () => {
		const left = AbortSignal.abort();
		expect(hub.open({ selection: null, lastEventId: null, signal: left, hello: {} })).toBeNull();
		expect(hub.sessions).toBe(0);
	});

	it("counts a client that leaves only once, whichever sign of it comes first", async () => {
		const abort = new AbortController();
		const body = hub.open({ selection: null, lastEventId: null, signal: abort.signal, hello: {} });
		open();
		expect(hub.sessions).toBe(2);
		abort.abort();
		await body?.cancel();
		expect(hub.sessions).toBe(1);
	});

	it("replays all that came after the id, then goes on, without a hole and without a double", async () => {
		for (const value of [1, 2, 3]) hub.broadcast(now, tick(value));
		const reader = open("e-1");
		hub.broadcast(now, tick(4));
		const [hello, ...events] = await waiting(reader);
		expect(JSON.parse(hello?.data ?? "")).toMatchObject({
			resumed: "replayed",
			missed: 2,
			seq: 3,
			epoch: "e",
			host: "h",
		});
		// The clock of a tick that has passed is no news, so it is not replayed.
		expect(brief(events)).toEqual([
			"cpu 2",
			"load 2 #e-2",
			"cpu 3",
			"load 3 #e-3",
			"clock 4",
			"cpu 4",
			"load 4 #e-4",
		]);
	});

	it("sends what must be named only to those who name it, and replays it to nobody", async () => {
		const named = (value: number): HubEvent[] => [
			{ event: "process", data: value, named: true },
			...tick(value),
		];
		const all = open();
		const some = open(null, ["process", "cpu"]);
		hub.broadcast(now, named(1));
		hub.broadcast(now, [{ event: "process", data: 2, named: true }]);
		expect(brief((await waiting(all)).slice(1))).toEqual(["clock 1", "cpu 1", "load 1 #e-1"]);
		expect(brief((await waiting(some)).slice(1))).toEqual(["process 1", "cpu 1 #e-1", "process 2"]);
		for (const names of [null, ["process", "cpu", "load"]]) {
			const again = open("e-0", names);
			expect(brief((await waiting(again)).slice(1))).toEqual(["cpu 1", "load 1 #e-1"]);
		}
	});

	it("sends what is not for everyone to those alone who may hear it, and as it is then to each who comes", async () => {
		const jobs = (value: number): HubEvent[] => [
			{ event: "job", data: value, named: true, prompt: true },
			{ event: "jobs", data: value, named: true, prompt: true },
		];
		const also = new Set(["job", "jobs"]);
		hub.broadcast(now, tick(1));
		hub.present("jobs", () => "as they are");
		const [others, own, slow] = [open(), open(null, null, { also }), open(null, null, { also, every: 60 })];
		hub.broadcast(now, jobs(2));
		hub.broadcast(now, tick(3));
		expect(brief((await waiting(others)).slice(1))).toEqual(["clock 3", "cpu 3", "load 3 #e-2"]);
		const told = ["jobs as they are", "job 2", "jobs 2"];
		expect(brief((await waiting(own)).slice(1))).toEqual([...told, "clock 3", "cpu 3", "load 3 #e-2"]);
		expect(brief((await waiting(slow)).slice(1))).toEqual(told);
		expect(brief((await waiting(open(null, null, { also }))).slice(1))).toEqual(["jobs as they are"]);
		expect(brief((await waiting(open("e-1", null, { also }))).slice(1))).toEqual([
			"cpu 3",
			"load 3 #e-2",
			"jobs as they are",
		]);
		for (const id of [null, "e-2"]) expect(await waiting(open(id))).toHaveLength(1);
	});

	it("counts the bytes that it handed over", async () => {
		const reader = open();
		hub.broadcast(now, tick(1));
		let bytes = 0;
		while (bytes < hub.sentBytes) bytes += (await reader.read()).value?.length ?? 0;
		expect(bytes).toBe(hub.sentBytes);
		expect(bytes).toBeGreaterThan(100);
	});

	it("replays nothing to a client that missed nothing", async () => {
		hub.broadcast(now, tick(1));
		const events = await waiting(open("e-1"));
		expect(JSON.parse(events[0]?.data ?? "")).toMatchObject({ resumed: "replayed", missed: 0 });
		expect(events).toHaveLength(1);
	});

	it.each([
		["another life of the server", "old-1"],
		["a tick that is yet to come", "e-99"],
		["no number", "e-x"],
		["a number that is left out", "e-"],
		["a number with an exponent", "e-1e0"],
		["a number to another base", "e-0x1"],
		["a number with a space", "e- 1"],
		["a number with a sign", "e-+1"],
		["a number with a zero before it", "e-01"],
		["a number without its epoch", "1"],
		["nothing", ""],
	])("sends the whole state after an id of %s, never a part of what was missed", async (_, id) => {
		hub.broadcast(now, tick(1));
		const [hello, ...events] = await waiting(open(id));
		expect(JSON.parse(hello?.data ?? "")).toMatchObject({ resumed: "gap", missed: null });
		expect(brief(events)).toEqual(['snapshot {"all":true} #e-1']);
	});

	it("sends the whole state when what was missed is no longer all there", async () => {
		for (let value = 1; value <= 15; value++) hub.broadcast(now, tick(value));
		const [hello, ...events] = await waiting(open("e-2"));
		expect(JSON.parse(hello?.data ?? "")).toMatchObject({ resumed: "gap", missed: 13, oldest: 6 });
		expect(events.map(({ event }) => event)).toEqual(["snapshot"]);
		expect(JSON.parse((await waiting(open("e-5")))[0]?.data ?? "")).toMatchObject({
			resumed: "replayed",
			missed: 10,
		});
	});

	it("does not replay what is older than its retention", async () => {
		hub.broadcast(now, tick(1));
		now += 61_000;
		hub.broadcast(now, tick(2));
		expect(JSON.parse((await waiting(open("e-0")))[0]?.data ?? "")).toMatchObject({
			resumed: "gap",
			oldest: 2,
		});
	});

	it("sends only what is selected, with the id on the last frame of it", async () => {
		const reader = open(null, ["clock", "cpu"]);
		const clocks = open(null, ["clock"]);
		hub.broadcast(now, tick(1));
		expect(brief((await waiting(reader)).slice(1))).toEqual(["clock 1", "cpu 1 #e-1"]);
		expect(brief((await waiting(clocks)).slice(1))).toEqual(["clock 1"]);
	});

	it("gives no number to a tick of which nothing lasts", async () => {
		const reader = open();
		hub.broadcast(now, [{ event: "clock", data: 1, transient: true }]);
		expect(hub.cursor).toBe("e-0");
		expect(brief((await waiting(reader)).slice(1))).toEqual(["clock 1"]);
	});

	it("tells a fresh client at once what it would wait long for", async () => {
		hub.broadcast(now, [
			{ event: "system", data: 1, retained: true },
			{ event: "cpu", data: 1 },
		]);
		hub.broadcast(now, [{ event: "system", data: 2, retained: true }]);
		expect(brief((await waiting(open())).slice(1))).toEqual(["system 2"]);
		expect(brief((await waiting(open(null, ["cpu"]))).slice(1))).toEqual([]);
		hub.forget("system");
		expect(brief((await waiting(open())).slice(1))).toEqual([]);
	});

	it("keeps no replay for each client that does not read: they share its bytes", () => {
		const text = "x".repeat(1_000);
		hub = makeHub({ retention: { count: 100, ageMs: 60_000 } });
		for (let value = 0; value < 100; value++) hub.broadcast(now, [{ event: "cpu", data: text }]);
		const before = process.memoryUsage().arrayBuffers;
		for (let viewer = 0; viewer < 100; viewer++) open("e-0", ["cpu", "load"]);
		// 100 KB of it each would be 10 MB.
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2_000_000);
		const then = process.memoryUsage().arrayBuffers;
		for (let viewer = 0; viewer < 100; viewer++) open("e-0");
		expect(process.memoryUsage().arrayBuffers - then).toBeLessThan(2_000_000);
	});

	it("replays to so many selections only, and to others as soon as one of them has left", async () => {
		hub.broadcast(now, tick(1));
		const resumed = async (reader: ReturnType<typeof open>) => {
			const [hello, ...events] = await waiting(reader);
			return [JSON.parse(hello?.data ?? "").resumed, events.map(({ event }) => event).join()];
		};
		const others = Array.from({ length: 16 }, (_, index) => open("e-0", ["cpu", `other${index}`]));
		for (const other of others) expect(await resumed(other)).toEqual(["replayed", "cpu"]);
		// What would be the 17th is told the whole state instead: all or nothing, as ever.
		expect(await resumed(open("e-0", ["load"]))).toEqual(["gap", "snapshot"]);
		expect(await resumed(open("e-1", ["load"]))).toEqual(["replayed", ""]);
		expect(await resumed(open("e-0", ["other3", "cpu"]))).toEqual(["replayed", "cpu"]);
		expect(await resumed(open("e-0"))).toEqual(["replayed", "cpu,load"]);
		await others[0]?.cancel();
		expect(await resumed(open("e-0", ["load"]))).toEqual(["replayed", "load"]);
	});

	it("forgets a client whose state cannot be told, and lets it leave without a word", async () => {
		let broken = false;
		hub = makeHub({
			sessionLimitBytes: 10,
			state: () => {
				if (broken) throw new Error("no state");
				return {};
			},
		});
		const abort = new AbortController();
		const body = hub.open({ selection: null, lastEventId: null, signal: abort.signal, hello: {} });
		const reader = body?.getReader();
		hub.broadcast(now, tick(1));
		broken = true;
		await reader?.read();
		// Only this error is one that Next does not log for each client.
		await expect(reader?.read()).rejects.toMatchObject({ name: "AbortError" });
		expect(hub.sessions).toBe(0);
		abort.abort();
		hub.broadcast(now, tick(2));
		expect(hub.sessions).toBe(0);
	});

	it("skips a client that does not read, and then brings it up to date with one snapshot", async () => {
		hub = makeHub({ sessionLimitBytes: 1_000 });
		const reader = open();
		for (let value = 0; value < 1_000; value++) hub.broadcast(now, tick(value));
		const events = await waiting(reader);
		expect(events.length).toBeLessThan(100);
		expect(brief(events).at(-1)).toBe('snapshot {"all":true} #e-1000');
		hub.broadcast(now, tick(7));
		expect(brief(await waiting(reader))).toEqual(["clock 7", "cpu 7", "load 7 #e-1001"]);
	});

	it("keeps the order for all of many clients when ticks come faster than they are sent", async () => {
		const readers = Array.from({ length: 300 }, () => open());
		for (const value of [1, 2, 3]) hub.broadcast(now, [{ event: "cpu", data: value }]);
		// As many turns as there are slices in three ticks.
		for (let turn = 0; turn < 3 * 300; turn++) await new Promise((resolve) => setImmediate(resolve));
		for (const reader of readers) {
			expect(brief((await waiting(reader)).slice(1))).toEqual(["cpu 1 #e-1", "cpu 2 #e-2", "cpu 3 #e-3"]);
		}
	});

	it("sends no tick after a snapshot that holds it, where that was still on its way", async () => {
		hub = makeHub({ sessionLimitBytes: 100 });
		const readers = Array.from({ length: 70 }, () => open());
		const last = readers[69] as ReturnType<typeof open>;
		const cast = (value: number) => hub.broadcast(now, [{ event: "cpu", data: value }]);
		const slices = async () => {
			for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => setImmediate(resolve));
		};
		cast(1);
		await slices();
		cast(2);
		cast(3);
		expect(brief((await waiting(last)).slice(1))).toEqual(['snapshot {"all":true} #e-3']);
		await slices();
		cast(4);
		await slices();
		expect(brief(await waiting(last))).toEqual(["cpu 4 #e-4"]);
	});

	it("pings only those that have heard nothing for a while", async () => {
		vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
		let monotonic = 0;
		hub = makeHub({ pingMs: 15_000, monotonic: () => monotonic });
		const silent = open(null, ["rare"]);
		const busy = open();
		for (let second = 1; second <= 15; second++) {
			monotonic = second * 1_000;
			hub.broadcast(now, [{ event: "cpu", data: second }]);
			vi.advanceTimersByTime(1_000);
		}
		vi.useRealTimers();
		expect(brief(await waiting(silent)).slice(1)).toEqual([`ping {"time":${now}}`]);
		expect((await waiting(busy)).some(({ event }) => event === "ping")).toBe(false);
	});

	it("says when to come back, to each another time, before it ends all streams", async () => {
		let chance = 0;
		hub = makeHub({ random: () => (chance += 0.1) });
		const readers = [open(), open()];
		hub.close();
		const waits = await Promise.all(
			readers.map(async (reader) => JSON.parse((await waiting(reader)).at(-1)?.data ?? "").retryMs),
		);
		expect(new Set(waits).size).toBe(2);
		expect(hub.sessions).toBe(0);
		expect(await readers[0]?.read()).toEqual({ done: true, value: undefined });
		expect(hub.open({ selection: null, lastEventId: null, signal: never(), hello: {} })).toBeNull();
	});
});

describe("Hub at the pace of each n-th second", () => {
	const second = (time: number) => {
		now = time * 1_000;
		hub.broadcast(now, [
			{ event: "clock", data: time, transient: true },
			{ event: "cpu", data: time },
			{ event: "load", data: time },
		]);
	};
	const seconds = (from: number, to: number) => {
		for (let time = from; time <= to; time++) second(time);
	};
	beforeEach(() => {
		const sum = (readings: number[]) => readings.reduce((one, other) => one + other);
		hub = makeHub({
			thin: (event, readings) => (event === "cpu" ? sum(readings as number[]) : readings.at(-1)),
		});
	});

	it("sends one tick for n seconds, with the clock of its own second and the id of the newest tick in it", async () => {
		const reader = open(null, null, { every: 5 });
		seconds(101, 112);
		expect(brief((await waiting(reader)).slice(1))).toEqual([
			"clock 105",
			"cpu 515",
			"load 105 #e-5",
			"clock 110",
			"cpu 540",
			"load 110 #e-10",
		]);
	});

	it("keeps what must be named for the next n-th second, and from those who do not name it", async () => {
		const all = open(null, null, { every: 5 });
		const some = open(null, ["process"], { every: 5 });
		for (let time = 101; time <= 105; time++) {
			if (time === 102) hub.broadcast(102_000, [{ event: "process", data: 102, named: true }, ...tick(102)]);
			else second(time);
		}
		expect(brief((await waiting(all)).slice(1)).join()).not.toContain("process");
		expect(brief((await waiting(some)).slice(1))).toEqual(["process 102"]);
	});

	it("replays what was missed at this pace, then goes on, without a hole and without a double", async () => {
		open(null, null, { every: 5 });
		seconds(101, 112);
		const reader = open("e-5", ["cpu"], { every: 5 });
		seconds(113, 115);
		const [hello, ...events] = await waiting(reader);
		expect(JSON.parse(hello?.data ?? "")).toMatchObject({
			resumed: "replayed",
			missed: 1,
			seq: 10,
		});
		expect(brief(events)).toEqual(["cpu 540 #e-10", "cpu 565 #e-15"]);
	});

	it("tells the gap when nobody had asked for this pace when the ticks came", async () => {
		seconds(101, 107);
		const reader = open("e-3", null, { every: 5 });
		seconds(108, 110);
		const [hello, ...events] = await waiting(reader);
		expect(JSON.parse(hello?.data ?? "")).toMatchObject({ resumed: "gap", missed: 4 });
		expect(brief(events)).toEqual(['snapshot {"all":true} #e-7', "clock 110", "cpu 327", "load 110 #e-10"]);
	});

	it("sends what it has when the full second itself never comes", async () => {
		const reader = open(null, ["cpu"], { every: 5 });
		seconds(101, 103);
		seconds(107, 108);
		expect(brief((await waiting(reader)).slice(1))).toEqual(["cpu 306 #e-3"]);
	});

	it("holds back no news that is urgent, nor the clock of its seconds when nothing else comes", async () => {
		const reader = open(null, null, { every: 5 });
		second(101);
		hub.broadcast(101_500, [{ event: "host", data: "down", prompt: true }]);
		for (const time of [104, 105]) {
			hub.broadcast(time * 1_000, [{ event: "clock", data: time, transient: true }]);
		}
		expect(brief((await waiting(reader)).slice(1))).toEqual([
			"cpu 101",
			"load 101",
			"host down #e-2",
			"clock 105",
		]);
	});

	it("gives up a pace that nobody asks for any more, but not before its ticks are too old to replay", async () => {
		const reader = open(null, null, { every: 5 });
		seconds(101, 200);
		await reader.cancel();
		const resume = async (id: string) => {
			const stream = open(id, null, { every: 5 });
			const [hello] = await waiting(stream);
			await stream.cancel();
			return JSON.parse(hello?.data ?? "").resumed;
		};
		seconds(201, 205);
		expect(await resume("e-100")).toBe("replayed");
		seconds(206, 267);
		expect(await resume("e-160")).toBe("gap");
	});
});

describe("Hub that dismisses", () => {
	const ended = { event: "signed-out", data: { reason: "revoked" } };
	const openBody = (onClose?: () => void) => {
		const body = hub.open({ selection: null, lastEventId: null, signal: never(), hello: {}, onClose });
		if (!body) throw new Error("the stream was not opened");
		return body;
	};

	it("sends nothing that comes after, not even a tick before the last word has gone", async () => {
		const body = openBody();
		const stays = open();
		hub.broadcast(now, tick(1));
		hub.dismiss(body, ended);
		expect(hub.sessions).toBe(1);
		hub.broadcast(now, tick(2));
		const [, ...events] = await waiting(body.getReader());
		expect(brief(events)).toEqual(["clock 1", "cpu 1", "load 1 #e-1", 'signed-out {"reason":"revoked"}']);
		expect(brief(await waiting(stays)).slice(1)).toContain("load 2 #e-2");
	});

	it("does not bring up to date who was skipped", async () => {
		const body = openBody();
		const large = "x".repeat(64 * 1024);
		hub.broadcast(now, [{ event: "cpu", data: large }]);
		hub.broadcast(now, [{ event: "cpu", data: 2 }]);
		hub.dismiss(body, ended);
		const events = await waiting(body.getReader());
		expect(events.map(({ event }) => event)).toEqual(["hello", "cpu", "signed-out"]);
	});

	it("lets others have their turn while thousands leave, and gives back each place once", async () => {
		let closed = 0;
		const bodies = Array.from({ length: 1_000 }, () => openBody(() => closed++));
		for (const body of bodies) hub.dismiss(body, ended);
		for (const body of bodies) hub.dismiss(body, ended);
		expect([hub.sessions, closed]).toEqual([0, 0]);
		await new Promise((resolve) => setImmediate(resolve));
		await new Promise((resolve) => setImmediate(resolve));
		expect(closed).toBeGreaterThan(0);
		expect(closed).toBeLessThan(200);
		await expect.poll(() => closed).toBe(1_000);
	});

	it("still tells those who were about to leave when the server goes", async () => {
		const bodies = Array.from({ length: 100 }, () => openBody());
		for (const body of bodies) hub.dismiss(body, ended);
		hub.close();
		for (const body of bodies) {
			const text = await new Response(body).text();
			expect(text).toMatch(/event: signed-out\n.*\n\n$/);
			expect(text).not.toContain("shutdown");
		}
	});

	it("has nothing to say to one that has left", async () => {
		const body = openBody();
		await body.cancel();
		expect(() => hub.dismiss(body, ended)).not.toThrow();
		const other = openBody();
		hub.dismiss(other, ended);
		await other.cancel();
		await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
		expect(hub.sessions).toBe(0);
	});
});

describe("Hub over gzip", () => {
	it("sends everything as one gzip stream that ends well", async () => {
		hub.broadcast(now, tick(1));
		const streams = [null, ["cpu"]].map((names) => {
			const selection: Selection = names && new Set(names);
			return hub.open({ selection, lastEventId: "e-0", signal: never(), hello: {}, gzip: true });
		});
		hub.broadcast(now, tick(2));
		hub.close();
		const [all, cpu] = await Promise.all(
			streams.map(async (stream) => {
				const bytes = gunzipSync(Buffer.from(await new Response(stream).arrayBuffer()));
				const events: EventSourceMessage[] = [];
				createParser({ onEvent: (event) => events.push(event) }).feed(bytes.toString());
				return brief(events.slice(1, -1));
			}),
		);
		expect(all).toEqual(["cpu 1", "load 1 #e-1", "clock 2", "cpu 2", "load 2 #e-2"]);
		expect(cpu).toEqual(["cpu 1 #e-1", "cpu 2 #e-2"]);
	});
});

describe("Hub for those who ask again and again", () => {
	it("tells what the stream would have replayed", () => {
		for (const value of [1, 2, 3]) hub.broadcast(now, tick(value));
		expect(hub.since("e-1", new Set(["cpu"]))).toEqual({
			resumption: { resumed: "replayed", missed: 2 },
			ticks: [
				{ id: "e-2", time: now, events: { cpu: 2 } },
				{ id: "e-3", time: now, events: { cpu: 3 } },
			],
		});
		expect(hub.since("old-1", null)).toEqual({ resumption: { resumed: "gap", missed: null }, ticks: [] });
	});
});
