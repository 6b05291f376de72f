// @ts-check

/** @typedef {{ passed: number, failed: number }} Tally */

/**
 * A tool that only passes or fails counts as one.
 * @param {number | null} code
 * @returns {Tally}
 */
export function tallyExit(code) {
	return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * Counts Vitest's tests, and a file that could not even be loaded as one that failed.
 * @param {unknown} report its JSON report, null if it wrote none
 * @param {number | null} code
 */
export function tallyVitest(report, code) {
	const {
		numPassedTests = 0,
		numFailedTests = 0,
		testResults = [],
	} = /** @type {{ numPassedTests?: number, numFailedTests?: number, testResults?: { status: string, assertionResults: { status: string }[] }[] }} */ (
		report ?? {}
	);
	const unloaded = testResults.filter(
		({ status, assertionResults }) =>
			status === "failed" && !assertionResults.some((result) => result.status === "failed"),
	);
	return believe({ passed: numPassedTests, failed: numFailedTests + unloaded.length }, code);
}

/**
 * Counts Playwright's tests. One that passed only when tried again has failed.
 * @param {unknown} report its JSON report, null if it wrote none
 * @param {number | null} code
 */
export function tallyPlaywright(report, code) {
	const { stats = {} } =
		/** @type {{ stats?: { expected?: number, unexpected?: number, flaky?: number } }} */ (report ?? {});
	const { expected = 0, unexpected = 0, flaky = 0 } = stats;
	return believe({ passed: expected, failed: unexpected + flaky }, code);
}

/**
 * The exit code outranks the report: a run that ended badly without a failed test has failed as a whole.
 * @param {Tally} tally
 * @param {number | null} code
 * @returns {Tally}
 */
function believe({ passed, failed }, code) {
	const nothing = passed + failed === 0;
	return { passed, failed: failed === 0 && (code !== 0 || nothing) ? 1 : failed };
}

/**
 * The last line of a test run.
 * @param {Tally} tally
 */
export function formatTally({ passed, failed }) {
	return `${passed} passed, ${failed} failed`;
}
