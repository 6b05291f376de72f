import { describe, expect, it } from "vitest";
import { TickRing } from "./tick-ring";

const tick = (id: string) => ({ id, events: [["cpu", id]] as [string, unknown][] });
const ids = (ring: TickRing, cursor: string | null) => ring.after(cursor)?.map(({ id }) => id) ?? null;

describe("TickRing", () => {
	it("gives what came after a place, nothing to who is ahead, and no part of what it has not whole", () => {
		const ring = new TickRing("e-5");
		for (const seq of [6, 7, 8]) ring.push(tick(`e-${seq}`));
		expect(ids(ring, "e-5")).toEqual(["e-6", "e-7", "e-8"]);
		expect(ids(ring, "e-7")).toEqual(["e-8"]);
		expect(ids(ring, "e-8")).toEqual([]);
		expect(ids(ring, "e-11")).toEqual([]);
		expect(ids(ring, "e-4")).toBeNull();
		expect(ids(ring, "f-7")).toBeNull();
		expect(ids(ring, null)).toBeNull();
	});

	it("remembers two minutes, and says so when it is asked for more", () => {
		const ring = new TickRing("e-0");
		for (let seq = 1; seq <= 200; seq++) ring.push(tick(`e-${seq}`));
		expect(ids(ring, "e-79")).toBeNull();
		expect(ids(ring, "e-80")).toHaveLength(120);
	});

	it("brings everyone of the same life of the server up to date from the whole state on", () => {
		const ring = new TickRing("d-9");
		ring.push(tick("d-10"));
		ring.restart(tick("e-5"));
		ring.push(tick("e-6"));
		expect(ids(ring, "e-2")).toEqual(["e-5", "e-6"]);
		expect(ids(ring, "e-5")).toEqual(["e-6"]);
		expect(ids(ring, "d-10")).toBeNull();
	});
});
