import { describe, expect, it } from "vitest";
import { checkOwn } from "./own-rules";

const now = 1_700_000_000_000;
const reading = { metric: "stock.price", time: now, value: 1 };

describe("checkOwn", () => {
	it.each([
		[{ metric: "stock" }, 'metric: expected a name like "stock.price", got "stock"'],
		[{ metric: "../etc.passwd" }, /expected a name like/],
		[{ metric: "=cmd|.x" }, /expected a name like/],
		[{ metric: `a.${"b".repeat(300)}` }, /expected a name like/],
		[{ metric: "a.b\n" }, /expected a name like/],
		[{ time: -1 }, "time: expected whole Unix milliseconds, got -1"],
		[{ time: 1.5 }, "time: expected whole Unix milliseconds, got 1.5"],
		[{ time: Number.NaN }, /expected whole/],
		[{ time: now + 60_001 }, /^time: expected one that is not in the future, got 2023-11-14T22:14:20.001Z$/],
		[{ time: 9e15 }, /not in the future, got 9000000000000000/],
		[{ value: Number.NaN }, "value: expected a finite number, got NaN"],
		[{ value: Number.POSITIVE_INFINITY }, /expected a finite number/],
	])("refuses %j", (wrong, message) => {
		expect(() => checkOwn([reading, { ...reading, ...wrong }], now)).toThrow(message);
	});

	it("takes what a clock tells that is a little ahead", () => {
		expect(() =>
			checkOwn(
				[
					{ ...reading, time: now + 60_000 },
					{ ...reading, metric: "a.B_c-9.d" },
				],
				now,
			),
		).not.toThrow();
	});
});
