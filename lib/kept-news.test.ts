import { expect, it } from "vitest";
import type { Kept } from "./history/types";
import { KeptNews } from "./kept-news";

const tier = { name: "1 s", stepMs: 1_000, retentionMs: 86_400_000, from: 5_000, bytes: 10 };
const kept: Kept = {
	...{ state: "kept", reason: null, file: "/x/hostbeat.db", bytes: 10, maxBytes: 100, series: 60 },
	tiers: [tier],
};

it("is news at once when readings cease to be kept, and when they are kept again", () => {
	const news = new KeptNews();
	expect(news.isNews(kept, 0)).toBe(true);
	expect(news.isNews({ ...kept, state: "stopped", reason: "the disk is full" }, 1)).toBe(true);
	expect(news.isNews({ ...kept, state: "stopped", reason: "the file is locked" }, 2)).toBe(true);
	expect(news.isNews(kept, 3)).toBe(true);
	expect(news.isNews({ ...kept, tiers: [{ ...tier, from: null }] }, 4)).toBe(true);
});

it("is news once a minute where only numbers grow", () => {
	const news = new KeptNews();
	const told = [];
	for (let second = 0; second < 180; second += 30) {
		const grown = { ...kept, bytes: second, tiers: [{ ...tier, from: second, bytes: second }] };
		if (news.isNews(grown, second * 1_000)) told.push(second);
	}
	expect(told).toEqual([0, 60, 120]);
});

it("is news once a minute where nothing is made anew", () => {
	const news = new KeptNews();
	expect([0, 1_000, 59_999, 60_000, 61_000, 120_000].filter((atMs) => news.isNews(kept, atMs))).toEqual([
		0, 60_000, 120_000,
	]);
	expect(news.isNews({ ...kept, state: "stopped" }, 120_001)).toBe(true);
	expect(news.isNews(kept, 120_002)).toBe(true);
});
