import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { reasonAt } from "@/lib/reason-at";
import { scheduleOn } from "@/lib/schedule";
import { createCollectors } from "./collect";
import { Collection } from "./collection";
import type { MetricName } from "./types";

const log = { info: () => {}, warn: () => {} };

/** The paths of all `null`s in a reading. */
function nullPaths(value: unknown, path = ""): string[] {
	if (value === null) return [path];
	if (typeof value !== "object") return [];
	return Object.entries(value).flatMap(([key, member]) =>
		key === "missing" ? [] : nullPaths(member, path ? `${path}.${key}` : key),
	);
}

async function readAll(platform: NodeJS.Platform, procRoot = "/proc") {
	const schedule = scheduleOn(platform);
	const collectors = createCollectors({ intervalMs: 1_000, schedule, procRoot, platform });
	const collection = new Collection(collectors, log);
	const events: Record<string, { missing?: Record<string, string> }> = {};
	// The programs that the slow ones start end in their own time: ticks are made until all have answered.
	const deadlineMs = performance.now() + 10_000;
	while (Object.keys(events).length < collectors.length && performance.now() < deadlineMs) {
		const monotonicMs = performance.now();
		Object.assign(events, collection.read({ time: Math.round(monotonicMs), monotonicMs }));
		await setImmediate();
	}
	collection.close();
	return { events, metrics: collectors.map(({ metric }) => metric) };
}

describe.runIf(process.platform === "linux")("all collectors", { timeout: 15_000 }, () => {
	it.each(["linux", "darwin"] as const)(
		"read every metric here as on %s, and give a reason for each null",
		async (platform) => {
			const { events, metrics } = await readAll(platform);
			expect(Object.keys(events).sort()).toEqual([...metrics].sort());
			for (const [metric, reading] of Object.entries(events)) {
				const unexplained = nullPaths(reading).filter((path) => !reasonAt(reading.missing, path));
				expect(unexplained, metric).toEqual([]);
			}
		},
	);

	it("give a blank reading with the reason for each file that is not there", async () => {
		const { events } = await readAll("linux", "/nowhere/proc");
		const failed: MetricName[] = [
			"cpu",
			"memory",
			"load",
			"disk",
			"network",
			"filesystem",
			"process",
			"system",
		];
		for (const metric of failed)
			expect(events[metric]?.missing?.[""], metric).toMatch(/cannot be read|not mounted/);
	});
});
