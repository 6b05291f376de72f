import { describe, expect, it } from "vitest";
import { jobsMessages } from "./jobs-messages";
import type { Language } from "./language";

type Said = string | ((...parameters: number[]) => string) | { [key: string]: Said };

/** All that is said, by where it stands; what is put in is told apart by its numbers. */
function flatten(said: Said, path = ""): [string, string][] {
	if (typeof said === "string") return [[path, said]];
	if (typeof said === "function") return [[path, said(23, 45)]];
	return Object.entries(said).flatMap(([key, one]) => flatten(one, path ? `${path}.${key}` : key));
}
const all = (language: Language) => flatten(jobsMessages(language) as unknown as Said);

describe.each(["fr", "ro"] as const)("the pages of jobs in %s", (language) => {
	const english = new Map(all("en"));
	const foreign =
		/(?<!\p{L})(the|of|is|was|it|by|and|lines?|process|could|not|left|files|jobs?|task)(?!\p{L})/iu;

	it("say all that they say in English, with all that is known, and nothing in English", () => {
		const texts = all(language);
		expect(texts.map(([path]) => path)).toEqual([...english.keys()]);
		for (const [path, text] of texts) {
			expect(text.trim(), path).toBe(text);
			expect(text, path).not.toBe("");
			expect(text, path).not.toMatch(/undefined|NaN|\[object/);
			expect(text, path).not.toMatch(foreign);
			for (const number of ["23", "45"])
				expect(text.includes(number), `${path}: ${text}`).toBe(english.get(path)?.includes(number));
			// A name, a sign or two numbers alone are the same everywhere.
			if (/[a-z]{3}/.test(english.get(path) ?? "") && !/^(job\.signal|log\.(stderr|hostbeat))$/.test(path))
				expect(text, path).not.toBe(english.get(path));
		}
	});

	it("write them as the language is written", () => {
		const texts = all(language)
			.map(([, text]) => text)
			.join("\n");
		expect(texts.normalize("NFC")).toBe(texts);
		expect(texts).not.toMatch(/[şţŞŢ]/);
		expect(texts).not.toMatch(/\p{L}'\p{L}/u);
		expect(texts).not.toMatch(/ [:;!?]/);
	});
});

it("counts as each language does", () => {
	const say = (language: Language, count: number) => {
		const { log, running } = jobsMessages(language);
		return [log.lines(count), running(count, null)];
	};
	expect(say("en", 1)).toEqual(["1 line", "1 job running"]);
	expect(say("en", 1_200)).toEqual(["1,200 lines", "1,200 jobs running"]);
	expect(say("fr", 0)).toEqual(["0 ligne", "0 tâche en cours"]);
	expect(say("ro", 19)).toEqual(["19 linii", "19 lucrări în curs"]);
	expect(say("ro", 20)).toEqual(["20 de linii", "20 de lucrări în curs"]);
});
