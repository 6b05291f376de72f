import { describe, expect, test } from "vitest";
import { answerForm, ownPath } from "./forms";

describe("an address elsewhere leads to the dashboard, or to a path of ours", () => {
	test.each([
		"//elsewhere.example",
		"/\\elsewhere.example",
		"/\t/elsewhere.example",
		"/\n/elsewhere.example",
		"https://elsewhere.example/",
		"javascript:alert(1)",
		"elsewhere",
		"",
		"/.//elsewhere.example",
		"/a/..//elsewhere.example",
		"/./\\elsewhere.example",
		"//",
		"///elsewhere.example",
	])("%j", (to) => {
		const path = ownPath(to);
		// As a browser reads the header.
		expect(new URL(path, "http://here").origin).toBe("http://here");
		expect(path).toMatch(/^\/(?![/\\])/);
		expect(answerForm(to).headers.get("Location")).toBe(path);
	});
});

test("a page of ours is led to with its query", () => {
	expect(ownPath("/settings?part=tokens&x=%2F")).toBe("/settings?part=tokens&x=%2F");
	expect(ownPath("/?range=1h")).toBe("/?range=1h");
	expect(answerForm("/settings").status).toBe(303);
});
