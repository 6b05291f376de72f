// @ts-check
import { expect, test } from "vitest";
import { formatTally, tallyExit, tallyPlaywright, tallyVitest } from "./tally.mjs";

test("a run that ended badly has failed, whatever its report says", () => {
	expect(tallyVitest({ numPassedTests: 5, numFailedTests: 0 }, 1)).toEqual({ passed: 5, failed: 1 });
	expect(tallyPlaywright({ stats: { expected: 5 } }, 1)).toEqual({ passed: 5, failed: 1 });
	expect(tallyVitest(null, 134)).toEqual({ passed: 0, failed: 1 });
});

test("a run without any test has failed", () => {
	expect(tallyVitest({ numPassedTests: 0 }, 0)).toEqual({ passed: 0, failed: 1 });
	expect(tallyPlaywright({ stats: {} }, 0)).toEqual({ passed: 0, failed: 1 });
});

test("a file that could not be loaded counts as one failed test", () => {
	const report = {
		numPassedTests: 3,
		numFailedTests: 1,
		testResults: [
			{ status: "failed", assertionResults: [] },
			{ status: "failed", assertionResults: [{ status: "failed" }, { status: "passed" }] },
		],
	};
	expect(tallyVitest(report, 1)).toEqual({ passed: 3, failed: 2 });
});

test("a test that passed only when tried again has failed", () => {
	expect(tallyPlaywright({ stats: { expected: 8, unexpected: 1, flaky: 1 } }, 1)).toEqual({
		passed: 8,
		failed: 2,
	});
});

test("skipped tests count neither way", () => {
	expect(tallyPlaywright({ stats: { expected: 8, skipped: 2 } }, 0)).toEqual({ passed: 8, failed: 0 });
});

test("a tool that passes or fails is one", () => {
	expect(tallyExit(0)).toEqual({ passed: 1, failed: 0 });
	expect(tallyExit(null)).toEqual({ passed: 0, failed: 1 });
	expect(formatTally({ passed: 12, failed: 0 })).toBe("12 passed, 0 failed");
});
