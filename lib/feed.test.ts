import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Feed } from "./feed";
import type { Cpu } from "./metrics/types";
import { linuxSchedule, paceOf } from "./schedule";
import { Pace } from "./sse/pace";
import { Sequence } from "./sse/sequence";
import type { ToldTick } from "./sse/tick";

const start = 1_800_000_000_000;
let feed: Feed;
let told: ToldTick[];

beforeEach(() => {
	vi.useFakeTimers({ now: start });
	told = [];
	const sequence = new Sequence("e");
	const retention = { count: 100, ageMs: 60_000 };
	const pace = new Pace({
		...{ every: 5, sequence, retention, now: Date.now },
		thin: (_, readings) => readings.length,
	});
	feed = new Feed({
		intervalMs: 1_000,
		pace: paceOf(linuxSchedule, 1_000, { watched: true }),
		broadcast: (time, events) => {
			for (const tick of pace.add(time, events, sequence.next())) told.push(tick.tell(null) as ToldTick);
		},
	});
});
afterEach(() => {
	feed.close();
	vi.useRealTimers();
});

const cpu = { time: start } as Cpu;

it("keeps the seconds together of those who ask for each fifth, whenever something is pushed", () => {
	for (let second = 1; second <= 10; second++) {
		vi.setSystemTime(start + second * 1_000 + 10);
		// Before the readings of this very second have come.
		feed.tellOwn([{ event: "stock", data: { time: Date.now(), price: second } }]);
		const time = start + second * 1_000;
		feed.tellReadings({ time, latenessMs: 20, tookMs: 1, events: { cpu } });
	}
	expect(told.map(({ events }) => events)).toEqual([
		{ stock: 5, cpu: 5 },
		{ stock: 5, cpu: 5 },
	]);
});
