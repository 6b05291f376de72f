// @ts-check
import { createParser } from "eventsource-parser";
import { expect, test } from "vitest";
import { EventParser } from "./event-parser.mjs";

/**
 * @param {string} text
 * @param {number} [step] bytes at once
 */
function parse(text, step = Number.MAX_SAFE_INTEGER) {
	/** @type {import("./event-parser.mjs").ParsedEvent[]} */
	const events = [];
	const parser = new EventParser((event) => events.push(event));
	const bytes = new TextEncoder().encode(text);
	for (let at = 0; at < bytes.length; at += step) parser.feed(bytes.subarray(at, at + step));
	return { events, retry: parser.retry, lastEventId: parser.lastEventId };
}

const plain = { event: "message", data: "", id: null };

test("an event that the end of the stream cuts off is not dispatched", () => {
	const { events, lastEventId } = parse("id: 6\ndata: whole\n\nid: 7\ndata: cut\n");
	expect(events).toEqual([{ ...plain, id: "6", data: "whole" }]);
	expect(lastEventId).toBe("6");
});

test("the standard's own examples", () => {
	const stream =
		": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n";
	expect(parse(stream).events).toEqual([
		{ ...plain, data: "first event", id: "1" },
		{ ...plain, data: "second event", id: "" },
		{ ...plain, data: " third event" },
	]);
	expect(parse("data\n\ndata\ndata\n\ndata:").events).toEqual([plain, { ...plain, data: "\n" }]);
	expect(parse("data: YHOO\ndata: +2\ndata: 10\n\n").events).toEqual([{ ...plain, data: "YHOO\n+2\n10" }]);
});

test("an event without data is not dispatched, and its name goes with it; its id stands", () => {
	const { events, lastEventId } = parse("event: cpu\nid: 4\n\ndata: {}\n\n");
	expect(events).toEqual([{ ...plain, data: "{}" }]);
	expect(lastEventId).toBe("4");
});

test("an id with NUL and a retry that is no number are not taken", () => {
	const { events, retry } = parse("id: a\0b\nretry: 1500\n\nretry: 1e3\ndata: x\n\n");
	expect(events).toEqual([{ ...plain, data: "x" }]);
	expect(retry).toBe(1_500);
});

test("the same events come out wherever the bytes are cut, with each kind of line end", () => {
	const text = "\uFEFFevent: hello\ndata: ü€😀\n\nid: a-1\ndata: one\ndata: two\n\n: ping\n\n";
	const whole = parse(text);
	expect(whole.events).toHaveLength(2);
	for (const lineEnd of ["\n", "\r\n", "\r"]) {
		// Of a CR at the very end one cannot know whether it is a whole line end.
		const other = `${text.replaceAll("\n", lineEnd)}:`;
		for (const step of [1, 2, 3, 7]) expect(parse(other, step)).toEqual(whole);
	}
});

// The inputs and outcomes of the Web Platform Tests, eventsource/format-*, by their names there.
const long = "x".repeat(2_000);
test.each([
	["bom", "\uFEFFdata:1\n\n\uFEFFdata:2\n\ndata:3\n\n", ["1", "3"]],
	["bom-2", "\uFEFF\uFEFFdata:1\n\ndata:2\n\ndata:3\n\n", ["2", "3"]],
	[
		"comments",
		`data:1\r:\0\n:\r\ndata:2\n:${long}\rdata:3\n:data:fail\r:${long}\ndata:4\n\n`,
		["1\n2\n3\n4"],
	],
	["data-before-final-empty-line", "retry:1000\ndata:test1\n\nid:test\ndata:test2", ["test1"]],
	["field-data", "data:\n\ndata\ndata\n\ndata:test\n\n", ["", "\n", "test"]],
	["field-event", "event:test\ndata:x\n\ndata:x\n\n", ["test: x", "x"]],
	["field-event-empty", "event: \ndata:data\n\n", ["data"]],
	[
		"field-parsing",
		"data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n",
		["\0\n 2\n1\n3\n\n4"],
	],
	[
		"field-unknown",
		"data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacomment\ndata:test\n\n",
		["test\n\ntest"],
	],
	["leading-space", "data:\ttest\rdata: \ndata:test\n\n", ["\ttest\n\ntest"]],
	["newlines", "data:test\r\ndata\ndata:test\r\n\r\n", ["test\n\ntest"]],
	["null-character", "data:\0\n\n\n\n", ["\0"]],
	["utf-8", "data:ok…\n\n", ["ok…"]],
])("format-%s", (_, stream, expected) => {
	const name = (/** @type {string | undefined} */ event) =>
		event && event !== "message" ? `${event}: ` : "";
	expect(parse(stream).events.map(({ event, data }) => name(event) + data)).toEqual(expected);
	/** @type {string[]} */
	const judged = [];
	const judge = createParser({ onEvent: ({ event, data }) => judged.push(name(event) + data) });
	judge.feed(new TextDecoder().decode(new TextEncoder().encode(stream)));
	expect(judged, "eventsource-parser, the judge of the conformance suite").toEqual(expected);
});
