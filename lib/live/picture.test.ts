import { describe, expect, it } from "vitest";
import type { HistoryRange } from "@/lib/history/types";
import { PastPicture } from "./picture";

const stepMs = 60_000;
const range = (from: number, to: number, metrics: string[]): HistoryRange => ({
	from,
	to,
	stepMs,
	tier: "1 min",
	series: metrics.map((metric) => ({
		metric,
		unit: "1",
		points: [
			[from, 2, 1, 3],
			[to, null, null, null],
		],
	})),
	gaps: [],
	facts: [{ kind: "started", time: from, until: null, detail: { version: "1" } }],
});
const create = (isLive: boolean, to: number) =>
	new PastPicture({
		view: isLive ? { range: "6h" } : { from: 0, to },
		windowMs: 360 * stepMs,
		isLive,
		tier: "1 min",
		stepMs,
		isSingle: false,
		to,
	});

describe("PastPicture", () => {
	it("keeps nothing of devices and facts that are out of sight, in weeks of moving on", () => {
		const picture = create(true, 0);
		for (let minute = 0; minute < 2_000; minute++) {
			picture.take(
				range(minute * stepMs, (minute + 1) * stepMs, ["cpu.user", `network.veth${minute % 500}.sent`]),
				"end",
				0,
			);
		}
		expect(picture.window.metrics.length).toBeLessThan(370);
		expect(picture.peaks?.metrics).toEqual(picture.window.metrics);
		expect(picture.facts.length).toBeLessThan(370);
		expect(picture.window.get("cpu.user", 1_700 * stepMs)).toBe(2);
	});

	it("keeps its place when the readings end before it does", () => {
		const picture = create(false, 720 * stepMs);
		picture.take(range(400 * stepMs, 500 * stepMs, ["cpu.user"]), "whole", 0);
		expect(picture.window.newest).toBe(720 * stepMs);
		expect(picture.window.get("cpu.user", 400 * stepMs)).toBe(2);
	});

	it("tells a step of which nothing is known from zero", () => {
		const picture = create(true, 0);
		picture.take(range(0, 5 * stepMs, ["cpu.user"]), "whole", 0);
		expect(picture.window.newest).toBe(5 * stepMs);
		expect(picture.window.get("cpu.user", 5 * stepMs)).toBeNaN();
		expect(picture.peaks?.get("cpu.user", 0)).toBe(3);
		expect(picture.troughs?.get("cpu.user", 0)).toBe(1);
	});
});
