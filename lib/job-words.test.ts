import { describe, expect, it } from "vitest";
import { builtInTitles } from "./job-titles";
import { englishJobWords, type JobWordsParameters, speak, type Words } from "./job-words";
import { type Language, languages } from "./language";
import { counted } from "./plural";

const chapter = { en: "<en>", fr: "<fr>", ro: "<ro>" };
/** One of each, with what can be found again in a sentence. */
const samples: JobWordsParameters = {
	linesLeftOut: { count: 23 },
	lineCut: { bytes: 23 },
	outputFull: {},
	patternTooSlow: {},
	leftovers: { count: 23 },
	exited: { code: 23 },
	killedBy: { signal: "SIGHUP" },
	timedOut: { afterMs: 23_000 },
	notStarted: { reason: "<why>" },
	cancelled: { by: "<who>", forced: 23, left: 45 },
	forced: { count: 23 },
	left: { count: 23 },
	serverEnded: {},
	serverEndedBefore: {},
	hostEnded: {},
	failed: { reason: "<why>" },
	lookingAt: { path: "/<path>", count: 23 },
	notRead: { path: "/<path>", reason: "<why>" },
	moreNotRead: { count: 23 },
	mountsLeftOut: { count: 23 },
	usageFound: { files: 23, directories: 45, bytes: 67 },
	refused: { reason: "<why>" },
	exportedUntil: { time: Date.UTC(2026, 10, 21, 12, 34), lines: 23 },
	exported: { lines: 23, bytes: 67 },
	exportTooLarge: { mostBytes: 67 },
	badHeader: { got: "<got>" },
	badCsv: { line: 23, reason: "<why>" },
	badCells: { line: 23, expected: 45, got: 67 },
	badSeries: { line: 23, name: "<name>" },
	reservedSeries: { line: 23, name: "<name>" },
	twiceSeries: { line: 23, name: "<name>" },
	badTime: { line: 23, got: "<got>" },
	noZone: { line: 23, got: "<got>" },
	futureTime: { line: 23, got: "<got>" },
	badNumber: { line: 23, got: "<got>" },
	decimalComma: { line: 23, got: "<got>" },
	importRefused: { count: 23 },
	importRefusedEarly: { count: 23 },
	noReadings: {},
	tooManySeries: { most: 23 },
	uploadGone: {},
	importChecking: { lines: 23 },
	importing: { kept: 23, total: 45 },
	importLeftOut: { count: 23, reason: "<why>" },
	importStopped: { kept: 23, total: 45 },
	imported: {
		readings: 23,
		series: 45,
		from: Date.UTC(2026, 10, 21, 12, 34),
		to: Date.UTC(2026, 10, 21, 12, 34),
	},
	reportReading: { chapter },
	reportPage: { page: 23, pages: 45, chapters: [chapter] },
};
const all = Object.entries(samples).map(
	([key, parameters]) => ({ key, parameters }) as Words & { key: string },
);
const words = (key: keyof JobWordsParameters, parameters: unknown) => ({ key, parameters }) as Words;

describe.each(languages)("in %s", (language) => {
	it.each(all)("$key is said with all that is known", (one) => {
		const text = speak(one, language);
		const known: unknown[] = Object.values((one as { parameters: object }).parameters).flat();
		for (const value of known) {
			if (value === chapter) expect(text).toContain(`<${language}>`);
			else if (typeof value === "string") expect(text).toContain(value);
			else if (Number(value) < 100) expect(text).toMatch(new RegExp(`\\b${value}\\b`));
			else if (value === 23_000) expect(text).toMatch(/\b23\b/);
			else expect(text).toMatch(/12[:.]34/);
		}
		expect(text).not.toMatch(/undefined|NaN|\[object|\bnull\b/);
		expect(text.trim()).toBe(text);
	});
});

describe.each(["fr", "ro"] as Language[])("in %s nothing is left in English:", (language) => {
	const english =
		/\b(the|of|is|was|it|by|and|line|lines|process|could|not|left|out|file|files|found|failed|page)\b/i;
	it.each(all)("$key", (one) => {
		const text = speak(one, language);
		expect(text).not.toBe(speak(one, "en"));
		// The first word of a page in a report is the same in French.
		expect(text.replace(/^Page 23/, "")).not.toMatch(english);
	});

	it("titles of tasks and of what they are given", () => {
		for (const titles of Object.values(builtInTitles) as Record<string, Record<string, string>>[])
			for (const text of Object.values(titles)) {
				expect(text[language]).toBeTruthy();
				expect(text[language]).not.toMatch(english);
			}
	});

	it("quotes, accents and commas below are those of the language", () => {
		const texts = all.map((one) => speak(one, language)).join("\n") + JSON.stringify(builtInTitles);
		expect(texts.normalize("NFC")).toBe(texts);
		// Those with a cedilla look alike, and are Turkish.
		expect(texts).not.toMatch(/[şţŞŢ]/);
		expect(texts).not.toMatch(/\p{L}'\p{L}/u);
		expect(texts).not.toMatch(/ [:;!?]/);
	});
});

describe("what is counted", () => {
	it.each([
		[0, "0 linii"],
		[1, "1 linie"],
		[2, "2 linii"],
		[19, "19 linii"],
		[20, "20 de linii"],
		[100, "100 de linii"],
		[101, "101 linii"],
		[120, "120 de linii"],
		[1_234, "1.234 de linii"],
	])("in Romanian is %i: %s", (count, expected) => {
		expect(counted("ro", count, { one: "linie", few: "linii", other: "de linii" })).toBe(expected);
	});

	it("agrees with the rest of the sentence", () => {
		const say = (count: number, language: Language) => speak(words("forced", { count }), language);
		expect(say(1, "en")).toBe("1 process did not heed SIGTERM and got SIGKILL.");
		expect(say(0, "fr")).toBe("0 processus n’a pas réagi à SIGTERM et a reçu SIGKILL.");
		expect(say(2, "fr")).toBe("2 processus n’ont pas réagi à SIGTERM et ont reçu SIGKILL.");
		expect(say(1, "ro")).toBe("1 proces nu a reacționat la SIGTERM și a primit SIGKILL.");
		expect(say(19, "ro")).toBe("19 procese nu au reacționat la SIGTERM și au primit SIGKILL.");
		expect(say(20, "ro")).toBe("20 de procese nu au reacționat la SIGTERM și au primit SIGKILL.");
	});

	it("is written as the language writes sizes, numbers and times", () => {
		const cut = words("lineCut", { bytes: 1_572_864 });
		expect(speak(cut, "en")).toContain("1.5 MiB");
		expect(speak(cut, "fr")).toContain("1,5 Mio");
		expect(speak(cut, "ro")).toContain("1,5 MiB");
		expect(speak(words("timedOut", { afterMs: 5_400_000 }), "en")).toBe(
			"It was not done within 1 hr 30 min.",
		);
		expect(speak(words("linesLeftOut", { count: 1_000_000 }), "fr")).toMatch(/^1.000.000 de lignes omises$/);
	});
});

it("text of a command stays as it is, in every language", () => {
	for (const language of languages)
		expect(speak({ text: "failed: the <b>" }, language)).toBe("failed: the <b>");
});

it("what another version kept is named, and breaks nothing", () => {
	for (const language of languages) {
		expect(speak(words("flownAway" as never, { far: 1 }), language)).toBe("flownAway");
		expect(speak(words("constructor" as never, {}), language)).toBe("constructor");
		expect(speak(words("reportPage", { page: 1 }), language)).toBe("reportPage");
		expect(speak(words("exited", undefined), language)).toBe("exited");
	}
	expect(Object.keys(englishJobWords).sort()).toEqual(Object.keys(samples).sort());
});
