import { expect, it } from "vitest";
import { heatOf } from "./heat";

it.each([
	[100, 100, "over"],
	[90.1, 100, "near"],
	[90, 100, "well"],
	[150, null, "well"],
	[null, 100, "unknown"],
] as const)("of %s °C at a limit of %s °C is %s", (celsius, criticalCelsius, heat) => {
	expect(heatOf({ name: "CPU", celsius, criticalCelsius })).toBe(heat);
});
