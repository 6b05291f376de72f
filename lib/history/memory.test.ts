import { describe, expect, it } from "vitest";
import { describeHistoryStore } from "./history-store.contract";
import { MemoryHistory } from "./memory";

describeHistoryStore("MemoryHistory", () => new MemoryHistory({ windowMs: 7_200_000, stepMs: 1_000 }));

describe("MemoryHistory", () => {
	it("remembers no more than its window", () => {
		const history = new MemoryHistory({ windowMs: 10_000, stepMs: 1_000 });
		for (let index = 0; index < 100; index++) {
			history.append({ time: index * 1_000, metrics: ["load.one"], values: Float64Array.of(index) });
		}
		const { series } = history.range({ metrics: ["load.one"], from: 0, to: 100_000, points: 101 });
		expect(series[0]?.points.map(([, mean]) => mean)).toEqual([90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
	});
});
