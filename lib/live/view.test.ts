import { describe, expect, it } from "vitest";
import { defaultView, readView, writeView } from "./view";

const read = (query: string) => readView(new URLSearchParams(query));

describe("readView", () => {
	it.each(["range=2h", "range=toString", "from=5&to=9", "from=90000&to=1", "from=x&to=99999", "from=1", ""])(
		"falls back to the last minutes for %j",
		(query) => {
			expect(read(query)).toEqual(defaultView);
		},
	);

	it.each([{ range: "24h" }, { range: "all" }, { from: 1_700_000_000_000, to: 1_700_000_060_000 }] as const)(
		"reads what was written: %j",
		(view) => {
			expect(read(writeView(view))).toEqual(view);
		},
	);

	it("leaves the address of the default view as it is", () => {
		expect(writeView(defaultView)).toBe("");
	});
});
