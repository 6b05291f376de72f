import { expect, it } from "vitest";
import { RingBuffer } from "./ring-buffer";

it("keeps the newest items in their order", () => {
	const ring = new RingBuffer<number>(3);
	for (const item of [1, 2, 3, 4, 5]) ring.push(item);
	expect([...ring]).toEqual([3, 4, 5]);
	expect([ring.at(0), ring.at(2), ring.at(3), ring.at(-1)]).toEqual([3, 5, undefined, undefined]);
});

it.each([0, -1, 1.5])("refuses a capacity of %s", (capacity) => {
	expect(() => new RingBuffer(capacity)).toThrow("capacity: expected a whole number");
});
