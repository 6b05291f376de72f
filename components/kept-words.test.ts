import { describe, expect, it } from "vitest";
import type { Kept } from "@/lib/history/types";
import { retentionText, stateText, whenText } from "./kept-words";

const tier = { name: "1 s", stepMs: 1_000, retentionMs: 15 * 60_000, from: 5_000, bytes: 10 };
const kept: Kept = {
	...{ state: "kept", reason: null, file: "/x/hostbeat.db", bytes: 10, maxBytes: 100, series: 60 },
	tiers: [tier],
};

describe("what is kept, in words", () => {
	it("is not that readings are kept where they are not, and says why", () => {
		expect(stateText({ ...kept, state: "stopped", reason: "the disk is full" })).toBe(
			"Nothing is kept now: the disk is full. It goes on by itself",
		);
		const memory: Kept = { ...kept, state: "memory" };
		expect(stateText({ ...memory, reason: "another Hostbeat uses it" })).toBe(
			"Nothing is kept, only the last 15 min are remembered: another Hostbeat uses it",
		);
		expect(stateText({ ...memory, file: null, reason: "HOSTBEAT_HISTORY=0" })).toBe(
			"Only the last 15 min are remembered: HOSTBEAT_HISTORY=0",
		);
		expect(stateText(memory)).toMatch(/is being opened/);
		expect(stateText(kept)).toBe("Readings are kept");
	});

	it("has whole years as such", () => {
		const day = 86_400_000;
		expect([day, 90 * day, 365 * day, 1_095 * day].map(retentionText)).toEqual([
			"1 d",
			"90 d",
			"1 year",
			"3 years",
		]);
	});

	it("tells when something happened in the server's zone, and how long it lasted", () => {
		const zone = { timezone: "Asia/Kolkata", intervalMs: 1_000 };
		const time = Date.UTC(2026, 10, 20, 21, 37, 12);
		expect(whenText({ kind: "rebooted", time, until: null, detail: {} }, zone)).toBe("2026-11-21 03:07:12");
		expect(whenText({ kind: "suspended", time, until: time + 147_000, detail: {} }, zone)).toBe(
			"2026-11-21 03:07:12, for 2 min 28 s",
		);
	});
});
