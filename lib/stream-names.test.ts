import { describe, expect, it } from "vitest";
import { stateNames } from "@/lib/metrics/types";
import { controlNames } from "@/lib/sse/types";
import { checkName, reservedNames } from "./stream-names";

describe("the name of a stream", () => {
	it("is none that an event of Hostbeat's own, an EventSource or any object has", () => {
		for (const name of [...stateNames, ...controlNames, "open", "error", "message", "job", "jobs"]) {
			expect(() => checkName(name), name).toThrow(RangeError);
		}
		const inherited = Object.getOwnPropertyNames(Object.prototype);
		for (const name of inherited) expect(() => checkName(name), name).toThrow(RangeError);
		for (const name of reservedNames) expect(() => checkName(name), name).toThrow(RangeError);
	});

	it.each(["", "A", "1a", "-a", "a_b", "a.b", "a b", "a\n", "a\r\ndata: x", "ä", "a".repeat(41)])(
		"is not %j, and the error says what is expected",
		(name) => {
			expect(() => checkName(name)).toThrow(/^name: expected a small letter and up to 39 more/);
		},
	);

	it.each(["stock", "a", "x1", "nightly-backup", "a-", "a".repeat(40)])("may be %s", (name) => {
		expect(() => checkName(name)).not.toThrow();
	});
});
