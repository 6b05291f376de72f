import { expect, test } from "vitest";
import type { Language } from "@/lib/language";
import { Voice } from "./voice";
import { reportWords } from "./words";

const voice = (language: Language, timezone = "Europe/Bucharest") =>
	new Voice(reportWords[language], timezone);
const time = Date.UTC(2026, 7, 21, 21, 7, 12);

test("a number that is not known is no 0", () => {
	for (const value of [null, undefined, Number.NaN]) expect(voice("en").quantity(value, "share")).toBe("–");
	expect(voice("en").quantity(0, "bytes")).toBe("0 B");
});

test.each([
	["en", "12.3 %", "1.5 GiB", "12,345.0", "22 Aug 2026, 00:07:12", "1 d 2 h"],
	["fr", "12,3 %", "1,5 GiB", "12\u202f345,0", "22 août 2026, 00:07:12", "1 j 2 h"],
	["ro", "12,3 %", "1,5 GiB", "12.345,0", "22 aug. 2026, 00:07:12", "1 z 2 h"],
] as const)("%s has its own separators, months and units of time", (language, ...expected) => {
	const said = voice(language);
	expect([
		said.quantity(0.1234, "share"),
		said.quantity(1.5 * 2 ** 30, "bytes"),
		said.number(12_345, 1),
		said.time(time),
		said.duration(26 * 3_600_000),
	]).toEqual(expected);
});

test("the zone is told with how far it is ahead, at both ends where the clocks were set in between", () => {
	expect(voice("en").zone(time, time)).toBe("Europe/Bucharest (UTC+3)");
	expect(voice("en").zone(time, time + 90 * 86_400_000)).toBe("Europe/Bucharest (UTC+3 → UTC+2)");
});

test("Romanian is written with commas below, not cedillas, and no language lacks a word", () => {
	const flat = (value: unknown): string[] =>
		typeof value === "object" && value !== null ? Object.values(value).flatMap(flat) : [String(value)];
	expect(flat(reportWords.ro).join()).not.toMatch(/[şţŞŢ]/);
	for (const words of Object.values(reportWords)) {
		expect(Object.keys(words.fields)).toEqual(Object.keys(reportWords.en.fields));
		expect(words.months).toHaveLength(12);
		expect(words.basis).toHaveLength(reportWords.en.basis.length);
	}
});
