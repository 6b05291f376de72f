import { describe, expect, it } from "vitest";
import { type Clocks, type Previous, Timeline } from "./timeline";

const bootMs = 1_000_000;
const previous: Previous = { time: 60_000, version: "1.0.0", bootId: "a", clean: true };

function timeline(before: Previous | null = null) {
	const line = new Timeline({ intervalMs: 1_000, version: "1.0.0", bootId: "a", previous: before });
	const follow = (seconds: number, more: Partial<Clocks> = {}, reason = "the sampler ended") =>
		line.follow(seconds * 1_000, { ...clocksAt(seconds), ...more }, reason);
	return { follow };
}
const clocksAt = (seconds: number): Clocks => ({
	wallMs: seconds * 1_000,
	steadyMs: seconds * 1_000,
	uptimeMs: () => bootMs + seconds * 1_000,
});

describe("Timeline", () => {
	it("does not take a clock that was set forward for a time in which nothing was measured", () => {
		const { follow } = timeline();
		follow(10);
		const [fact] = follow(3_611, { steadyMs: 11_000, uptimeMs: () => bootMs + 11_000 });
		const stretch = { time: 11_000, until: 3_610_000 };
		expect(fact).toEqual({ kind: "clockStepped", ...stretch, detail: { byMs: 3_600_000 } });
	});

	it("names a clock that was set back at the moment from which it goes on", () => {
		const { follow } = timeline();
		follow(3_611);
		const facts = follow(12, { steadyMs: 3_612_000, uptimeMs: () => bootMs + 3_612_000 });
		expect(facts).toEqual([
			{ kind: "clockStepped", time: 12_000, until: null, detail: { byMs: -3_600_000 } },
		]);
	});

	it("tells a host that slept from a sampler that was silent", () => {
		const { follow } = timeline();
		follow(10);
		expect(follow(611, { steadyMs: 11_000 })).toEqual([
			{ kind: "suspended", time: 11_000, until: 610_000, detail: {} },
		]);
		follow(612, { steadyMs: 12_000 });
		expect(follow(615, { steadyMs: 15_000 })).toEqual([
			{ kind: "silent", time: 613_000, until: 614_000, detail: { reason: "the sampler ended" } },
		]);
	});

	it("says nothing of a line without a hole, however busy the machine", () => {
		const { follow } = timeline();
		follow(10);
		expect(follow(11, { wallMs: 12_900, steadyMs: 12_900, uptimeMs: () => bootMs + 12_850 })).toEqual([]);
		expect(follow(12)).toEqual([]);
	});

	it.each([
		[true, true],
		[false, false],
	])("says that the server was off, and whether it was told to end (%s)", (clean) => {
		const { follow } = timeline({ ...previous, clean });
		expect(follow(90)).toEqual([
			{ kind: "off", time: 61_000, until: 89_000, detail: { clean } },
			{ kind: "started", time: 90_000, until: null, detail: { version: "1.0.0" } },
		]);
	});

	it("says that the host was started and that the version changed meanwhile", () => {
		const { follow } = timeline({ ...previous, version: "0.9.0", bootId: "b" });
		const kinds = follow(90, { uptimeMs: () => 20_000 }).map(({ kind, time }) => [kind, time]);
		expect(kinds).toEqual([
			["off", 61_000],
			["rebooted", 70_000],
			["versionChanged", 90_000],
			["started", 90_000],
		]);
	});

	it("marks a clock that was set back while the server was off", () => {
		const { follow } = timeline(previous);
		expect(follow(30)[0]).toEqual({
			...{ kind: "clockStepped", time: 30_000, until: null },
			detail: { byMs: -30_000 },
		});
	});

	it("knows only its own start where nothing was before", () => {
		expect(
			timeline()
				.follow(5)
				.map(({ kind }) => kind),
		).toEqual(["started"]);
	});
});
