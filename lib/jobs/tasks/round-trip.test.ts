import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createAnswers } from "@/lib/history/answers";
import { diskOptions } from "@/lib/history/disk.fixture";
import { openDiskHistory } from "@/lib/history/disk-history";
import type { OwnReading } from "@/lib/history/types";
import { createTaskAnswers } from "@/lib/task-answers";
import type { BuiltIn, Parameters } from "../types";
import { exportRange } from "./export";
import { importSeries } from "./import";

const directory = mkdtempSync(join(tmpdir(), "hostbeat-round-trip-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let file = "";
let count = 0;

function openHistory() {
	const store = openDiskHistory(diskOptions({ text: "1s:7d,1m:400d" }));
	const answers = createAnswers(store);
	const answer = createTaskAnswers({
		history: {
			ask: async (subject, data) => answers(subject, data),
			keepOwn: async (readings) => store.keepOwn(readings),
		},
		uploads: { find: async () => file, forget: async () => {} },
		about: () => expect.fail("nobody asks for it"),
	});
	const { signal } = new AbortController();
	const run = (task: BuiltIn, parameters: Parameters, into = directory) =>
		task({
			...{ parameters, language: "en", directory: into, signal, log: () => {}, progress: () => {} },
			ask: (subject, data) => answer("job", subject, data, signal),
		});
	return { store, run };
}

it("what is exported and imported again is the same, number by number, and so is its next export", async () => {
	const to = Math.floor(Date.now() / 1_000) * 1_000;
	const from = to - 86_400_000;
	const readings: OwnReading[] = Array.from({ length: 20_000 }, (_, index) => ({
		metric: index % 3 === 0 ? "stock.price" : "shop.ordersPerHour",
		time: from + index * 4_000,
		value: [index / 7, -index * 1e-9, 1e15 + index, 0][index % 4] as number,
	}));
	const [first, second] = [openHistory(), openHistory()];
	for (let at = 0; at < readings.length; at += 5_000) first.store.keepOwn(readings.slice(at, at + 5_000));

	const exported = async ({ run }: typeof first) => {
		const into = join(directory, String(count++));
		mkdirSync(into);
		const { files } = await run(exportRange, { from, to, metrics: ["stock", "shop"], tier: "1 s" }, into);
		return join(into, files[0]?.name ?? "");
	};
	file = await exported(first);
	const { facts } = await second.run(importSeries, { upload: "any" });
	expect(facts).toMatchObject({ readings: readings.length, leftOut: 0, series: 2, from });
	expect(readFileSync(await exported(second), "utf8")).toBe(readFileSync(file, "utf8"));

	const range = { metrics: ["stock", "shop"], from, to, points: 100_000, tier: "1 s" };
	const known = second.store
		.range(range)
		.series.flatMap(({ metric, points }) =>
			points.flatMap(([time, value]) => (value === null ? [] : [{ metric, time, value }])),
		);
	const order = (a: OwnReading, b: OwnReading) => a.time - b.time;
	expect(known.sort(order)).toEqual(readings.sort(order));
	for (const { store } of [first, second]) store.close();
});
