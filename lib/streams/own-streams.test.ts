import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { OwnReading } from "@/lib/history/types";
import type { HubEvent } from "@/lib/sse/types";
import { mostStreams, OwnStreams, type Push } from "./own-streams";
import type { WholeFile } from "./stored-file";

const start = Date.UTC(2026, 10, 21);
let told: HubEvent[][];
let forgotten: string[];
let readings: OwnReading[];
let warnings: string[];
let text: string | null;
let questions: unknown[];
/** Of this stream nothing is kept. */
let unkept: string;
let streams: OwnStreams;

const file: WholeFile = {
	path: "/data/streams.json",
	read: () => text,
	setAside: () => "/data/streams.json.damaged",
	replace: async (given) => {
		text = given;
		return true;
	},
	replaceNow: (given) => {
		text = given;
	},
};

function open(): OwnStreams {
	return new OwnStreams({
		stepMs: 1_000,
		recentMs: 60_000,
		file,
		log: { info: () => {}, warn: (message) => warnings.push(message), error: () => {} },
		tell: (events) => told.push(events),
		forget: (name) => forgotten.push(name),
		read: async (...asked) => {
			questions.push(asked);
			return [{ metric: "stock.price", unit: "1", points: [[start - 3_000, 5, 5, 5]] }];
		},
		keep: async (some) => {
			readings.push(...some);
			return some.some(({ metric }) => metric.startsWith(unkept)) ? "there is no room" : null;
		},
	});
}

function push(name: string, values: Push["values"], more: Partial<Push> = {}) {
	const pusher = { key: "token 1", name: "stock script" };
	return streams.push({ name, values, bytes: 20, title: null, unit: null, pusher, ...more });
}

beforeEach(() => {
	vi.useFakeTimers({ now: start });
	questions = [];
	[told, forgotten, readings, warnings, text, unkept] = [[], [], [], [], null, "none"];
	streams = open();
	streams.start();
});
afterEach(() => {
	streams.close();
	vi.useRealTimers();
});

describe("a push", () => {
	it("is told at once, and before it that there is such a stream", () => {
		expect(push("stock", { price: 101.5 })).toEqual({ name: "pushed", time: start, isNew: true });
		const [tick = []] = told;
		expect(tick.map(({ event, retained }) => [event, retained])).toEqual([
			["streams", true],
			["stock", true],
		]);
		expect(tick[1]?.data).toEqual({ time: start, price: 101.5 });
		expect(streams.list.streams).toEqual([
			{
				...{ name: "stock", title: null, unit: null, pushedBy: "stock script" },
				...{ fields: [{ name: "price", kind: "number" }], everyMs: null, isRestored: false, notKept: null },
			},
		]);
		expect(readings).toEqual([{ metric: "stock.price", time: start, value: 101.5 }]);
		expect(streams.recent.get("stock.price", start)).toBe(101.5);
	});

	it("is told with the others of its quarter of a second, in their order, and none is left out", () => {
		for (const price of [1, 2, 3]) push("stock", { price });
		push("status", { text: "a\nb" });
		expect(told).toHaveLength(1);
		vi.advanceTimersByTime(250);
		expect(told).toHaveLength(2);
		expect(told[1]?.map(({ event, data }) => [event, data])).toEqual([
			["streams", expect.anything()],
			["stock", { time: start + 1, price: 2 }],
			["stock", { time: start + 2, price: 3 }],
			["status", { time: start, text: "a\nb" }],
		]);
	});

	it("says what there is only when that changes, or the pace does", () => {
		for (let second = 0; second < 60; second++) {
			push("stock", { price: second });
			vi.advanceTimersByTime(1_000);
		}
		const lists = () => told.flat().filter(({ event }) => event === "streams").length;
		// That there is one, and how often it comes.
		expect(lists()).toBe(2);
		expect(streams.list.streams[0]?.everyMs).toBe(1_000);
		push("stock", { price: 1 }, { title: "Stock", unit: "EUR" });
		vi.advanceTimersByTime(1_000);
		expect([lists(), streams.list.streams[0]]).toEqual([
			3,
			expect.objectContaining({ title: "Stock", unit: "EUR" }),
		]);
		push("stock", { price: 1 }, { title: "" });
		expect(streams.list.streams[0]).toMatchObject({ title: null, unit: "EUR" });
	});

	it("goes into the history stream by stream, and says why where there is no room for it there", async () => {
		unkept = "b";
		push("a", { x: 1 });
		for (const x of [2, 3]) push("a", { x });
		push("b", { x: 1, text: "t" });
		push("c", { text: "no number" });
		expect(readings).toHaveLength(1);
		await vi.advanceTimersByTimeAsync(250);
		expect(readings.map(({ metric, value }) => [metric, value])).toEqual([
			["a.x", 1],
			["a.x", 2],
			["a.x", 3],
			["b.x", 1],
		]);
		const whys = () => streams.list.streams.map(({ notKept }) => notKept);
		expect(whys()).toEqual([null, "there is no room", null]);
		await vi.advanceTimersByTimeAsync(250);
		expect(told.at(-1)?.map(({ event }) => event)).toEqual(["streams"]);
		for (let more = 0; more < 2; more++) {
			push("b", { x: 1 });
			await vi.advanceTimersByTimeAsync(250);
		}
		expect(warnings).toEqual(["What is pushed to b is not kept: there is no room"]);
		unkept = "none";
		push("b", { x: 2 });
		await vi.advanceTimersByTimeAsync(250);
		expect(whys()).toEqual([null, null, null]);
	});

	it("is told and kept also where the server ends in the same moment", () => {
		push("a", { x: 1 });
		push("a", { x: 2 });
		streams.close();
		expect(told.flat().filter(({ event }) => event === "a")).toHaveLength(2);
		expect([readings.length, text?.includes('"x":2')]).toEqual([2, true]);
	});

	it("has a time of its own also where two are of the same millisecond, and where the clock was set back", () => {
		expect([push("a", { x: 1 }), push("a", { x: 2 })]).toMatchObject([{ time: start }, { time: start + 1 }]);
		vi.setSystemTime(start - 60_000);
		expect(push("a", { x: 3 })).toMatchObject({ time: start - 60_000 });
	});
});

describe("the limits", () => {
	it("let a stream have 20 at once and 10 a second from then on, and tell how long to wait", () => {
		for (let one = 0; one < 20; one++) expect(push("a", { x: 1 }).name).toBe("pushed");
		expect(push("a", { x: 1 })).toEqual({ name: "wait", waitMs: 100 });
		vi.advanceTimersByTime(100);
		expect(push("a", { x: 1 }).name).toBe("pushed");
		expect(push("a", { x: 1 }).name).toBe("wait");
		expect(push("b", { x: 1 }).name).toBe("pushed");
	});

	it("let a token have 50 a second over all its streams, and leave another's alone", () => {
		for (let one = 0; one < 50; one++) expect(push(`s${one % 5}`, { x: 1 }).name).toBe("pushed");
		expect(push("s9", { x: 1 })).toMatchObject({ name: "wait" });
		expect(push("s9", { x: 1 }, { pusher: { key: "token 2", name: "b" } }).name).toBe("pushed");
	});

	it("bound what all together make the server remember", () => {
		let bytes = 0;
		for (let one = 0; one < 600_000; one += 20) {
			const pusher = { key: `token ${one % 100}`, name: "x" };
			if (push(`s${one % 50}`, { x: 1 }, { bytes: 4_096, pusher }).name === "pushed") bytes += 4_096;
			vi.advanceTimersByTime(20);
		}
		expect(bytes).toBeLessThanOrEqual(128 * 1_024 + 600 * 8 * 1_024);
		expect(bytes).toBeGreaterThan(600 * 7 * 1_024);
	});

	it("refuse the 51st stream and the 21st field of one, and take them once there is room", () => {
		for (let one = 0; one < mostStreams; one++) {
			push(`s${one}`, { x: 1 });
			vi.advanceTimersByTime(100);
		}
		expect(push("more", { x: 1 })).toEqual({ name: "full", most: 50 });
		expect(streams.remove("s7")).toBe(true);
		expect(push("more", { x: 1 }).name).toBe("pushed");
		for (let field = 1; field < 20; field++) push("more", { [`f${field}`]: 1 });
		vi.advanceTimersByTime(10_000);
		expect(push("more", { other: 1 })).toEqual({ name: "tooManyFields", most: 20 });
		expect(push("more", { f3: "text now" }).name).toBe("pushed");
	});
});

describe("what was pushed last", () => {
	it("is there after a restart with its time, and marked until somebody pushes again", async () => {
		push("stock", { price: 7 }, { title: "Stock" });
		await vi.advanceTimersByTimeAsync(5_000);
		expect(text).toContain('"price":7');
		push("stock", { price: 8 });
		streams.close();
		told = [];
		vi.setSystemTime(start + 3_600_000);
		streams = open();
		expect(told).toEqual([]);
		streams.start();
		expect(told[0]?.map(({ event, data, retained }) => [event, data, retained])).toEqual([
			["streams", expect.anything(), true],
			["stock", { time: start + 5_000, price: 8 }, true],
		]);
		expect(streams.list.streams).toMatchObject([
			{ name: "stock", title: "Stock", isRestored: true, everyMs: 5_000 },
		]);
		push("stock", { price: 9 });
		expect(streams.list.streams).toMatchObject([{ isRestored: false, everyMs: 5_000 }]);
		vi.advanceTimersByTime(250);
		expect(told[1]?.[0]?.event).toBe("streams");
	});

	it("is in the charts again with what the history has of the last minutes, if there is anything to ask for", async () => {
		await streams.recall();
		expect(questions).toEqual([]);
		push("stock", { price: 8, text: "t" });
		await streams.recall();
		expect(questions).toEqual([[["stock.price"], start - 60_000, start]]);
		expect([
			streams.recent.get("stock.price", start - 3_000),
			streams.recent.get("stock.price", start),
		]).toEqual([5, 8]);
	});

	it("is put aside where the file is damaged, and all goes on", () => {
		for (const damaged of ["{", "{}", '{"version":1,"streams":[{"name":"cpu"}]}']) {
			text = damaged;
			const other = open();
			expect(other.names).toEqual([]);
			other.close();
		}
		expect(warnings).toHaveLength(3);
		expect(warnings[0]).toContain("and is now /data/streams.json.damaged");
	});

	it("is forgotten when it is removed, or nobody has pushed for 30 days", async () => {
		push("a", { x: 1 });
		push("b", { x: 1 });
		vi.advanceTimersByTime(300);
		expect([streams.remove("c"), streams.remove("a"), streams.names]).toEqual([false, true, ["b"]]);
		vi.advanceTimersByTime(300);
		expect(forgotten).toEqual(["a"]);
		expect(told.at(-1)?.map(({ event }) => event)).toEqual(["streams"]);
		await vi.advanceTimersByTimeAsync(30 * 86_400_000 - 3_600_000);
		expect(streams.names).toEqual(["b"]);
		await vi.advanceTimersByTimeAsync(2 * 3_600_000);
		expect([streams.names, forgotten]).toEqual([[], ["a", "b"]]);
	});
});
