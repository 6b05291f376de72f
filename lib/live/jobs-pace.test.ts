import { expect, it } from "vitest";
import { Pace, roundRemaining } from "./jobs-pace";

function paced(samples: [seconds: number, progress: number | null][]): Pace {
	const pace = new Pace();
	for (const [seconds, progress] of samples) pace.note(seconds * 1_000, progress);
	return pace;
}

it.each<[string, [number, number | null][], number]>([
	[
		"after too short a time",
		[
			[0, 0],
			[5, 0.5],
		],
		5,
	],
	[
		"after too little progress",
		[
			[0, 0.5],
			[60, 0.51],
		],
		60,
	],
	[
		"where it is not known how far it is",
		[
			[0, 0],
			[10, 0.5],
			[11, null],
		],
		11,
	],
	[
		"where it has gone back, and so does something else",
		[
			[0, 0],
			[20, 0.8],
			[21, 0.1],
		],
		21,
	],
	[
		"once it stands still",
		[
			[0, 0],
			[20, 0.5],
		],
		60,
	],
	[
		"at its end",
		[
			[0, 0],
			[20, 1],
		],
		20,
	],
])("says nothing of the time that is left %s", (_, samples, now) => {
	expect(paced(samples).remainingMs(now * 1_000)).toBeNull();
});

it("says it from the pace so far, less what has passed since", () => {
	const pace = paced([
		[0, 0],
		[10, 0.25],
	]);
	expect(pace.remainingMs(10_000)).toBe(30_000);
	expect(pace.remainingMs(15_000)).toBe(25_000);
});

it("goes by the last two minutes, for it may have become faster", () => {
	const pace = new Pace();
	for (let second = 0; second <= 300; second++) pace.note(second * 1_000, second / 3_000);
	for (let second = 301; second <= 430; second++) pace.note(second * 1_000, 0.1 + (second - 300) / 300);
	expect(pace.remainingMs(430_000)).toBeCloseTo(140_000, -4);
});

it("tells no more than is known", () => {
	expect([12_300, 200_000, 3_000_000].map(roundRemaining)).toEqual([10_000, 210_000, 3_000_000]);
	expect(roundRemaining(10)).toBe(5_000);
});
