import { createParser } from "eventsource-parser";
import { describe, expect, it } from "vitest";
import { encodeEvent } from "./encode";

describe("encodeEvent", () => {
	it.each(["cpu\ndata: forged", "cpu\rid: 1", "a\u0000b", ""])(
		"refuses the name %j, which would break out of its field",
		(event) => {
			expect(() => encodeEvent({ event, data: 1 })).toThrow("event: expected a name");
		},
	);

	it.each(["open", "error", "message"])(
		"refuses the name %s, which EventSource keeps for itself",
		(event) => {
			expect(() => encodeEvent({ event, data: 1 })).toThrow("event: expected a name");
		},
	);

	it.each(["1\n2", "a b", "", "é", "x".repeat(65)])("refuses the id %j", (id) => {
		expect(() => encodeEvent({ id, data: 1 })).toThrow("id: expected");
	});

	it.each([-1, 1.5, Number.NaN])("refuses to retry after %s ms", (retry) => {
		expect(() => encodeEvent({ retry })).toThrow("retry: expected");
	});

	it("brings text of several lines back as it was, whatever ends them", () => {
		const received: unknown[] = [];
		const parser = createParser({
			onEvent: (event) => received.push(event),
			onError: (error) => {
				throw error;
			},
		});
		parser.feed(encodeEvent({ event: "log", id: "a-1", data: "one\r\ntwo\rthree\n\nfive:\u00a0 é" }));
		expect(received).toEqual([{ event: "log", id: "a-1", data: "one\ntwo\nthree\n\nfive:\u00a0 é" }]);
	});

	it("sends objects as JSON on one line, with LF alone between the lines", () => {
		expect(encodeEvent({ event: "cpu", retry: 5, data: { text: "a\nb" } })).toBe(
			'retry: 5\nevent: cpu\ndata: {"text":"a\\nb"}\n\n',
		);
	});
});
