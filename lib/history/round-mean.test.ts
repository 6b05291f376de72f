import { expect, it } from "vitest";
import { roundMean } from "./round-mean";

it("leaves a reading as it was read, however many digits it has", () => {
	expect(roundMean([0, 16_777_216_123, 16_777_216_123, 16_777_216_123])).toBe(16_777_216_123);
	expect(roundMean([0, 0.123456789, 0.123456789, 0.123456789])).toBe(0.123456789);
	expect(roundMean([0, null, null, null])).toBeNull();
});

it.each([
	[123_456_789.5, 123_456_790],
	[99_999.994_9, 100_000],
	[12.345_678_9, 12.345_7],
	[-12.345_678_9, -12.345_7],
	[0.001_234_567_89, 0.001_234_57],
	[1e-15, 0],
	[0, 0],
])("keeps six digits of the mean %s", (mean, rounded) => {
	expect(roundMean([0, mean, -1e9, 1e9])).toBe(rounded);
});
