import { expect, it } from "vitest";
import { createAbsentCollector } from "./absent";

it("gives at each reading the blank, the time and the reason, and no zeros", () => {
	const collector = createAbsentCollector("gpu", { gpus: [] }, "not told by this system");
	expect(collector.collect({ time: 7, monotonicMs: 1 })).toEqual({
		time: 7,
		gpus: [],
		missing: { "": "not told by this system" },
	});
});
