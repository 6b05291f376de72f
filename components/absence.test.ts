import { expect, it, vi } from "vitest";
import { LiveStore } from "@/lib/live/store";
import type { StateEvents } from "@/lib/metrics/types";
import { linuxSchedule, paceOf } from "@/lib/schedule";
import { readAbsence } from "./absence";

const storeWith = (events: Partial<StateEvents>) =>
	new LiveStore({
		id: "e-1",
		host: "h",
		version: "1",
		time: 1,
		intervalMs: 1_000,
		pace: paceOf(linuxSchedule, 1_000, { watched: true }),
		facts: [],
		events,
		window: { from: 0, stepMs: 1_000, series: {} },
	});
const none = { time: 1, batteries: [], missing: { "": "no battery" } };
const one = { time: 1, batteries: [{ name: "BAT0", charge: 1, status: "full" as const, watts: 0 }] };

it("says why there is nothing, and nothing before anything was said", () => {
	expect(readAbsence(storeWith({ battery: none }), "battery")).toBe("no battery");
	expect(readAbsence(storeWith({}), "battery")).toBeNull();
});

it("takes what is known in part for present", () => {
	const partly = { ...one, missing: { "batteries.0.watts": "not told by this system" } };
	expect(readAbsence(storeWith({ battery: partly }), "battery")).toBeNull();
});

it("leaves a panel that was there in its place when its readings fail", () => {
	const store = storeWith({ battery: one });
	expect(readAbsence(store, "battery")).toBeNull();
	const failed = { ...none, missing: { "": "did not answer within 5 s" } };
	vi.spyOn(store, "get").mockReturnValue(failed);
	expect(readAbsence(store, "battery")).toBeNull();
	expect(readAbsence(storeWith({ battery: failed }), "battery")).toBe("did not answer within 5 s");
});
