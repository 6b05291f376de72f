import { expect, it } from "vitest";
import { AnsiReader } from "./jobs-ansi";

const look = (line: string) =>
	new AnsiReader().read(line).pieces.map(({ text, color, on }) => [text, color, on] as const);

it.each([
	["\x1b]0;evil title\x07after", "after"],
	["\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"],
	["\x1b[2J\x1b[1;1Hcleared", "cleared"],
	["\x1bPq#0;2\x1b\\sixel", "sixel"],
	["\x1b(Bplain", "plain"],
	["bell\x07, delete\x7f, null\x00", "bell␇, delete␡, null␀"],
	["unfinished \x1b[31", "unfinished "],
	["an escape at the end\x1b", "an escape at the end␛"],
])("%j does nothing to the page, and reads %j", (line, text) => {
	expect(new AnsiReader().read(line).text.startsWith(text)).toBe(true);
});

it("leaves HTML as the text that it is", () => {
	expect(look("<b>\x1b[31m<script>&amp;")).toEqual([
		["<b>", null, null],
		["<script>&amp;", "red", null],
	]);
});

it.each([
	["\x1b[32m", "green"],
	["\x1b[92m", "green"],
	["\x1b[38;5;196m", "red"],
	["\x1b[38;5;250m", "white"],
	["\x1b[38;2;255;180;40m", "yellow"],
	["\x1b[38;2;30;30;30m", "black"],
])("finds for %j the most like of eight colours that can be read in both themes", (code, color) => {
	expect(look(`${code}x`)).toEqual([["x", color, null]]);
});

it("writes what stands on a colour in the page's own, for two colours of a stranger may be alike", () => {
	expect(look("\x1b[31;41mhidden")).toEqual([["hidden", null, "red"]]);
	expect(look("\x1b[7minverted")).toEqual([["inverted", null, "white"]]);
});

it("shows what is said to be hidden", () => {
	expect(look("\x1b[8msecret")[0]?.[0]).toBe("secret");
});

it("keeps a colour until it is ended, lines later", () => {
	const reader = new AnsiReader();
	const color = (line: string) => reader.read(line).pieces[0]?.color;
	expect(["\x1b[33mone", "two", "three\x1b[0m", "four"].map(color)).toEqual([
		"yellow",
		"yellow",
		"yellow",
		null,
	]);
});

it("stays fast where one look is said again on each of ten thousand lines", () => {
	const reader = new AnsiReader();
	const startedAt = performance.now();
	for (let line = 0; line < 10_000; line++) reader.read(`\x1b[1m\x1b[4mline ${line}`);
	expect(reader.read("end").pieces[0]).toMatchObject({ isBold: true, isUnderlined: true });
	expect(performance.now() - startedAt).toBeLessThan(2_000);
});
