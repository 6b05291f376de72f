import { describe, expect, it } from "vitest";
import type { ProgressForm } from "../types";
import { createReadProgress, PatternTooSlow } from "./progress";

const read = (form: ProgressForm, text: string, isOverwritten = false) =>
	createReadProgress(form)([{ text, isOverwritten, cutBytes: 0 }])[0];
const json = (text: string) => read({ kind: "json" }, text);
const percent = (text: string, isOverwritten?: boolean) =>
	read({ kind: "pattern", pattern: "(\\d+(?:[.,]\\d+)?)%" }, text, isOverwritten);

describe("createReadProgress", () => {
	it("gives a pattern up that would take for ever", () => {
		const readProgress = createReadProgress({ kind: "pattern", pattern: "^(a+)+$" });
		const line = { text: `${"a".repeat(500)}!`, isOverwritten: false, cutBytes: 0 };
		expect(() => readProgress([line])).toThrow(PatternTooSlow);
	});

	it("lets no pattern out of its regular expression", () => {
		const pattern = '(\\d+)`); process.exit(1); (`"\\u2028/*';
		expect(() => read({ kind: "pattern", pattern }, "1")).toThrow(PatternTooSlow);
	});

	it.each([
		'{"progress":"0.5"}',
		'{"progress":1e999}',
		'{"progress":{}}',
		'{"message":"no progress"}',
		'{"progress":0.5',
		'["progress"]',
		"progress",
	])("takes %s for a line like any other", (text) => {
		expect(json(text)).toBeNull();
	});

	it("reads JSON with a message, or that it is not known how far it is", () => {
		expect(json('{"progress":0.42,"message":"pages"}')).toEqual({
			progress: 0.42,
			message: "pages",
			isLog: false,
		});
		expect(json('{"progress":null}')).toEqual({ progress: null, message: null, isLog: false });
		expect(json('{"progress":7}')?.progress).toBe(1);
		expect(json('{"progress":-7}')?.progress).toBe(0);
	});

	it("makes a message harmless, and bounds it", () => {
		expect(json('{"progress":0,"message":"a\\u0000\\ud800"}')?.message).toBe("a\u2400\ufffd");
		expect(json(`{"progress":0,"message":"${"x".repeat(5_000)}"}`)?.message).toHaveLength(1_000);
	});

	it("reads a percentage by a pattern; what is written over is only that", () => {
		expect(percent("[ 42%] Building")).toEqual({ progress: 0.42, message: null, isLog: true });
		expect(percent("12,5%", true)).toEqual({ progress: 0.125, message: null, isLog: false });
		expect(percent("nothing")).toBeNull();
	});

	it("reads nothing where only the end says something", () => {
		expect(read({ kind: "exit" }, '{"progress":0.5} 50%')).toBeNull();
	});
});
