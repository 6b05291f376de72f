import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { JobNews } from "../types";
import { defaultLimits } from "./allowance";
import { Teller } from "./teller";

let told: JobNews[];
let batches: number;
let teller: Teller;
const limits = {
	...defaultLimits,
	linesPerSecond: 10,
	burstLines: 20,
	holdMs: 1_000,
	totalLines: 100,
	tailLines: 3,
};

beforeEach(() => {
	vi.useFakeTimers();
	told = [];
	batches = 0;
	const send = async (news: JobNews[]) => {
		told.push(...news);
		batches++;
	};
	teller = new Teller({ send, limits, now: () => Date.now() });
});
afterEach(() => vi.useRealTimers());

const say = (count: number) => {
	for (let index = 0; index < count; index++) teller.say("stdout", { text: "line" });
};
const shown = () => {
	const parts: string[] = [];
	for (const one of told) {
		if (one.kind !== "log") continue;
		const part =
			"text" in one.words ? "line" : `${one.words.key} ${Object.values(one.words.parameters)}`.trim();
		const [last, count] = parts.at(-1)?.split(" x ") ?? [];
		if (last === part) parts[parts.length - 1] = `${part} x ${Number(count ?? 1) + 1}`;
		else parts.push(part);
	}
	return parts;
};

describe("Teller", () => {
	it("leaves lines out together, and says how many where they were", () => {
		say(50);
		vi.advanceTimersByTime(3_000);
		say(1);
		teller.close();
		// 20 at once, and two that could have been waited for.
		expect(shown()).toEqual(["line x 22", "linesLeftOut 28", "line"]);
		expect(teller.leftOut).toBe(28);
	});

	it("makes the writer wait before it leaves anything out, but not for ever", () => {
		let waitedMs = 0;
		for (let count = 0; count < 50; count++) {
			say(1);
			const ms = teller.allowance.hold();
			waitedMs += ms;
			vi.advanceTimersByTime(ms);
		}
		teller.close();
		expect(shown()).toEqual(["line x 30", "linesLeftOut 20"]);
		expect(waitedMs).toBe(limits.holdMs);
	});

	it("lets a writer wait again that was quiet for a while", () => {
		for (let round = 0; round < 3; round++) {
			for (let count = 0; count < 30; count++) {
				say(1);
				vi.advanceTimersByTime(teller.allowance.hold());
			}
			vi.advanceTimersByTime(10_000);
		}
		teller.close();
		expect(teller.leftOut).toBe(0);
	});

	it("keeps the end of what is more than is kept, and says so at once and in the end", async () => {
		for (let second = 0; second < 10; second++) {
			say(20);
			await vi.advanceTimersByTimeAsync(2_000);
		}
		expect(shown()).toEqual(["line x 100", "outputFull"]);
		teller.close();
		expect(shown()).toEqual(["line x 100", "outputFull", "linesLeftOut 97", "line x 3"]);
		expect(teller.leftOut).toBe(97);
	});

	it("leaves out what is too many bytes, too", () => {
		const text = "x".repeat(16_384);
		for (let index = 0; index < 19; index++) teller.say("stdout", { text });
		teller.allowance.stopHolding();
		for (let second = 0; second < 600; second++) {
			vi.advanceTimersByTime(1_000);
			teller.say("stdout", { text });
		}
		teller.close();
		const bytes = told.reduce((sum, one) => sum + JSON.stringify(one).length, 0);
		expect(bytes).toBeLessThan(limits.totalBytes * 1.1);
	});

	it("tells progress no oftener than a bar moves, and the newest always", () => {
		for (let index = 1; index <= 100; index++) {
			teller.progress(index / 100, null);
			vi.advanceTimersByTime(10);
		}
		teller.progress(0.999, null);
		teller.close();
		const progress = told.flatMap((one) => (one.kind === "progress" ? one.progress : []));
		expect(progress.length).toBeLessThan(8);
		expect(progress[0]).toBe(0.01);
		expect(progress.at(-1)).toBe(0.999);
	});

	it("speaks twenty times a second at the most", async () => {
		for (let index = 0; index < 100; index++) {
			say(1);
			await vi.advanceTimersByTimeAsync(10);
		}
		expect(batches).toBeLessThanOrEqual(20);
	});
});
