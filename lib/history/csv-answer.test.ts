import { expect, it } from "vitest";
import { unframe } from "@/lib/framed";
import { answerCsv, type CsvPlace, type CsvQuestion } from "./csv-answer";
import { MemoryHistory } from "./memory";

const begin = Date.UTC(2026, 10, 20);
const metrics = Array.from({ length: 300 }, (_, index) => `disk.sd${index}.utilization`);
const values = new Float64Array(metrics.length).fill(0.5);
const hour = 3_600_000;

function readSlices(store: MemoryHistory, question: Omit<CsvQuestion, "place">) {
	const slices: string[] = [];
	for (let place: CsvPlace | null | undefined = null; place !== undefined; ) {
		const { head, body } = unframe(answerCsv(store, { ...question, place }));
		slices.push(new TextDecoder().decode(body));
		place = head.next as CsvPlace | undefined;
	}
	return slices;
}

it("steps over hours in which the server was off, and tells them by one empty line", () => {
	const store = new MemoryHistory({ windowMs: 12 * hour, stepMs: 1_000 });
	const append = (time: number) => store.append({ time, metrics, values });
	for (let second = 0; second < 150; second++) append(begin + second * 1_000);
	const back = begin + 11 * hour;
	store.note({ kind: "off", time: begin + 150_000, until: back - 1_000, detail: { clean: true } });
	for (let second = 0; second < 150; second++) append(back + second * 1_000);

	const slices = readSlices(store, {
		metrics: [],
		from: 0,
		to: begin + 24 * hour,
		points: null,
		tier: "memory",
	});
	expect(slices.length).toBeLessThan(10);
	const times = slices
		.join("")
		.trimEnd()
		.split("\r\n")
		.slice(1)
		.map((line) => Date.parse(line.split(",")[0] ?? ""));
	expect(times).toEqual([
		...Array.from({ length: 151 }, (_, second) => begin + second * 1_000),
		...Array.from({ length: 150 }, (_, second) => back + second * 1_000),
	]);
});

it("tells readings of one's own from long before the first tick, and steps over the time between", () => {
	const store = new MemoryHistory({ windowMs: 12 * hour, stepMs: 1_000 });
	const now = begin + 11 * hour;
	store.append({ time: now, metrics, values });
	store.keepOwn(
		[0, 200, 4 * hour].map((after) => ({ metric: "stock.price", time: begin + after, value: after })),
	);
	const slices = readSlices(store, {
		metrics: ["stock", "disk.sd1"],
		...{ from: 0, to: now, points: null, tier: "memory" },
	});
	expect(slices.length).toBeLessThan(5);
	const columns = "disk.sd1.utilization";
	expect(slices.join("").trimEnd().split("\r\n")).toEqual([
		`time,stock.price.mean,stock.price.min,stock.price.max,${columns}.mean,${columns}.min,${columns}.max`,
		"2026-11-20T00:00:00.000Z,100,0,200,,,",
		"2026-11-20T00:00:01.000Z,,,,,,",
		"2026-11-20T04:00:00.000Z,14400000,14400000,14400000,,,",
		"2026-11-20T04:10:00.000Z,,,,,,",
		"2026-11-20T11:00:00.000Z,,,,0.5,0.5,0.5",
	]);
});

it("ends when the tier that it reads is kept no more", () => {
	const store = new MemoryHistory({ windowMs: hour, stepMs: 1_000 });
	store.append({ time: begin, metrics, values });
	const place: CsvPlace = { columns: metrics, single: true, tier: "gone", from: begin, empty: false };
	const answer = unframe(
		answerCsv(store, { metrics, from: begin, to: begin, points: null, tier: "gone", place }),
	);
	expect([answer.head, answer.body.length]).toEqual([{}, 0]);
});
