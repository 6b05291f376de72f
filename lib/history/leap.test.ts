import { describe, expect, it } from "vitest";
import { diskOptions } from "./disk.fixture";
import { openDiskHistory } from "./disk-history";
import { createRandom } from "./random.fixture";
import { openDatabase } from "./sqlite";
import { Timeline } from "./timeline";
import type { Point, Tick } from "./types";

const day = 86_400_000;
const wrong = Date.UTC(2015, 0, 1);
const now = Date.UTC(2026, 10, 20, 8);

function* seconds(from: number, count: number, value = 1): Generator<Tick> {
	const metrics = ["load.one"];
	for (let index = 0; index < count; index++)
		yield { time: from + index * 1_000, metrics, values: Float64Array.of(value) };
}
const known = (points: Point[] = []) =>
	points.flatMap(([time, mean]) => (mean === null ? [] : [[time, mean]]));
const open = (options = diskOptions({ text: "1s:1h,10s:2d,1m:4d,15m:60d" })) => openDiskHistory(options);
const minuteUse = (time: number) => ({ time, processes: [{ pid: 1, name: "node" } as never] });

interface Span {
	from: number;
	to: number;
	value: number;
}

/** What is known at a time: of the lines that have it within them, the newest tells. */
function valueAt(lines: readonly Span[], time: number, newest: number): number {
	if (time > newest) return Number.NaN;
	return lines.findLast(({ from, to }) => from <= time && time <= to)?.value ?? Number.NaN;
}

describe("a clock that leaps by hours, again and again", () => {
	it.each([1, 2, 3, 5, 8])("has every tier tell what a list of all lines does, by chance %i", (seed) => {
		const { random } = createRandom(seed);
		const options = diskOptions({ text: "1s:2d,10s:4d,1m:10d,15m:60d" });
		let store = open(options);
		const lines: Span[] = [];
		let time = now;
		for (let turn = 0; turn < 14; turn++) {
			const count = 1 + Math.floor(random() ** 3 * 4_000);
			store.import(seconds(time, count, turn));
			lines.push({ from: time, to: time + (count - 1) * 1_000, value: turn });
			if (random() < 0.3) {
				store.close();
				store = open(options);
			}
			const hours = 1.001 + random() * 4;
			time += (count - 1) * 1_000 + Math.floor(hours * 3_600) * (random() < 0.5 ? 1_000 : -1_000);
		}
		const newest = lines.at(-1)?.to ?? 0;
		const from = Math.min(...lines.map((line) => line.from));
		for (const { name, stepMs } of store.kept.tiers) {
			const [series] = store.range({ metrics: [], from, to: newest, points: 1, tier: name }).series;
			for (const [start, mean, min, max] of series?.points ?? []) {
				const known = Array.from({ length: stepMs / 1_000 }, (_, second) =>
					valueAt(lines, start + second * 1_000, newest),
				).filter((value) => !Number.isNaN(value));
				if (start + stepMs > newest) continue;
				const at = `${name} at ${start}`;
				expect([min, max], at).toEqual(
					known.length > 0 ? [Math.min(...known), Math.max(...known)] : [null, null],
				);
				const sum = known.reduce((one, other) => one + other, 0);
				if (mean !== null) expect(Math.abs(mean - sum / known.length), at).toBeLessThan(0.1);
			}
		}
		store.close();
	});
});

describe("a clock that is set back each minute", () => {
	it("leaves no more chunks of the coarser tiers than there are buckets", () => {
		const options = diskOptions({ text: "1s:1h,10s:2d,1m:4d,15m:60d" });
		const store = open(options);
		for (let minute = 0; minute < 90; minute++) store.import(seconds(now + minute * 59_000, 60));
		store.close();
		const { database, close } = openDatabase(options.file);
		const { count } = database.prepare("SELECT count(*) AS count FROM chunk WHERE tier = 900000").get() as {
			count: number;
		};
		close();
		expect(count).toBeLessThanOrEqual(8);
	});
});

describe("a clock that was wrong for a while", () => {
	it("hides nothing of what was before once it is right again, in no tier, and over a restart", () => {
		const options = diskOptions({ text: "1s:1h,10s:2d,1m:4d,15m:60d" });
		let store = open(options);
		store.import(seconds(now - 3 * 3_600_000, 10_800));
		store.note({ kind: "started", time: now - 7_200_000, until: null, detail: { version: "1" } });
		store.keepProcesses(minuteUse(now - 7_200_000));
		for (const tick of seconds(wrong, 30)) store.append(tick);
		expect(store.facts(0, now)).toEqual([]);
		store.close();
		store = open(options);
		expect(store.previous).toMatchObject({
			time: wrong + 29_000,
			later: [{ from: now - 3 * 3_600_000, to: now - 1_000 }],
		});
		for (const tick of seconds(now + 60_000, 2_000)) store.append(tick);
		for (const { name, stepMs } of store.kept.tiers.slice(1)) {
			const from = now - 2 * 3_600_000;
			const { series } = store.range({ metrics: [], from, to: now - 1, points: 1, tier: name });
			expect(known(series[0]?.points)).toHaveLength((now - from) / stepMs);
		}
		const { series } = store.range({ metrics: [], from: now - 1_800_000, to: now - 1_000, points: 2_000 });
		expect(known(series[0]?.points)).toHaveLength(1_800);
		expect(store.facts(0, now).map(({ kind }) => kind)).toEqual(["started"]);
		expect(store.processes(0, now).map(({ time }) => time)).toEqual([now - 7_200_000]);
		store.close();
	});

	it("costs the coarser steps nothing of what they knew around it", () => {
		const store = open();
		const blip = now - day;
		store.import(seconds(now - day - 7_200_000, 93_600, 1));
		store.import(seconds(blip, 30, 5));
		store.import(seconds(now + 60_000, 4_000, 1));
		const { series } = store.range({
			metrics: [],
			from: blip,
			to: blip + 3_600_000,
			points: 1,
			tier: "15 min",
		});
		expect(known(series[0]?.points).map(([, mean]) => mean)).toEqual([
			expect.closeTo((870 + 30 * 5) / 900, 1),
			...[1, 1, 1, 1],
		]);
		store.close();
	});

	it("does not make the finest tier promise what only a stray reading of long ago has", () => {
		const store = open();
		store.import(seconds(now - 12 * 3_600_000, 43_200));
		for (const tick of seconds(wrong, 30)) store.append(tick);
		for (const tick of seconds(now + 60_000, 10)) store.append(tick);
		const from = now - 10 * 3_600_000;
		const { series, tier } = store.range({ metrics: [], from, to: from + 300_000, points: 800 });
		expect([tier, known(series[0]?.points).length]).toEqual(["10 s", 31]);
		store.close();
	});

	it("covers what happened before only as far as it goes", () => {
		const store = open();
		store.import(seconds(now, 600));
		for (const at of [100_000, 500_000]) {
			store.note({ kind: "started", time: now + at, until: null, detail: { version: "1" } });
			store.keepProcesses(minuteUse(now + at - (at % 60_000)));
		}
		for (const tick of seconds(now + 60_000, 240)) store.append(tick);
		for (const tick of seconds(now + 7_200_000, 10)) store.append(tick);
		expect(store.facts(now, now + day).map(({ time }) => time)).toEqual([now + 500_000]);
		expect(store.processes(now, now + day).map(({ time }) => time)).toEqual([now + 480_000]);
		store.close();
	});

	it("is no time without readings where there are some", () => {
		const clocks = (wallMs: number, steadyMs: number) => ({ wallMs, steadyMs, uptimeMs: () => steadyMs });
		const previous = { time: now - 60_000, version: "1", bootId: "boot", clean: true };
		const timeline = new Timeline({ intervalMs: 1_000, version: "1", bootId: "boot", previous });
		timeline.follow(wrong, clocks(wrong, 0), "");
		timeline.follow(wrong + 1_000, clocks(wrong + 1_000, 1_000), "");
		expect(timeline.follow(now, clocks(now, 2_000), "")).toEqual([
			expect.objectContaining({ kind: "clockStepped", time: now - 59_000, until: now - 1_000 }),
		]);
		// The same where it was stopped with the wrong clock, and started with the right one.
		const later = [{ from: now - 30 * day, to: now - 60_000 }];
		const stopped = { ...previous, time: wrong + 29_000, later };
		const [off] = new Timeline({
			intervalMs: 1_000,
			version: "1",
			bootId: "boot",
			previous: stopped,
		}).follow(now, clocks(now, 0), "");
		expect(off).toMatchObject({ kind: "off", time: now - 59_000, until: now - 1_000 });
		const [within] = new Timeline({
			intervalMs: 1_000,
			version: "1",
			bootId: "boot",
			previous: { ...stopped, later: [{ from: now - day, to: now + day }] },
		}).follow(now, clocks(now, 0), "");
		expect(within).toMatchObject({ kind: "off", time: now, until: null });
	});
});
