import { describe, expect, it } from "vitest";
import { explainPattern, longestFor, matchesWhole } from "./pattern";

describe("a pattern", () => {
	it.each([
		["(a+)+b", /no group repeats/],
		["(a|a)*b", /no group repeats/],
		["(a?){30}a", /no group repeats/],
		["((a{1,9}))+", /no group repeats/],
		["(?:x(?<y>a*)){2,}", /no group repeats/],
		["([a-z]+\\.)*", /no group repeats/],
		["a*a*a*a*b", /at most 3 of/],
		["a?".repeat(11), /at most 10 of/],
		["(a|b)".repeat(11), /at most 10 of/],
		["(a)\\1", /without/],
		["(?=a)a", /without/],
		["(?<!a)a", /without/],
		["(?<n>a)\\k<n>", /without/],
		["[a", /^a regular expression$/],
		["\\", /^a regular expression$/],
		["a".repeat(501), /at most 500/],
	])("is not %s, which may take for ever or is none", (pattern, reason) => {
		expect(explainPattern(pattern)).toMatch(reason);
	});

	it.each([
		"[a-z0-9-]+",
		"\\d{4}-\\d{2}-\\d{2}",
		"(\\d+(?:\\.\\d+)?)\\s*%",
		"v?(\\d+)\\.(\\d+)\\.(\\d+)",
		"[^@*+?{}()|]+@[\\w.]+",
		"(?:ab){3}",
		"(?:ab)+",
		"\\(\\*\\)\\+\\?",
		"\\p{L}+",
		"one|two|three",
		"(?<percent>\\d{1,3})%",
	])("may be %s", (pattern) => {
		expect(explainPattern(pattern)).toBeNull();
	});

	it("that may be is done in time on the worst text of the longest that it is matched with", {
		timeout: 30_000,
	}, () => {
		for (const pattern of [
			".*.*.*x",
			"a+a+a+b",
			"\\w*\\w*x",
			"a+b",
			"(?:ab)+c",
			"a?a?a?a?a?a?a?a?a?a?aaaaaaaaaab",
		]) {
			expect(explainPattern(pattern)).toBeNull();
			const text = (pattern.includes("ab") ? "ab" : "a")
				.repeat(longestFor(pattern))
				.slice(0, longestFor(pattern));
			const began = performance.now();
			expect(matchesWhole(pattern, text)).toBe(false);
			expect(performance.now() - began).toBeLessThan(2_000);
		}
	});
});
