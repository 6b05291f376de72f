import { expect, it } from "vitest";
import { Places } from "./places";

const count = (places: Places, address: string | null, most = 20) =>
	Array.from({ length: most }, () => places.take(address)).filter(Boolean).length;

it("has so many places in total, whoever asks", () => {
	const places = new Places({ total: 3, perAddress: null });
	expect(count(places, "10.0.0.1", 2)).toBe(2);
	expect(count(places, null)).toBe(1);
});

it("has so many for one address, and as many for the next", () => {
	const places = new Places({ total: 100, perAddress: 2 });
	expect(count(places, "10.0.0.1")).toBe(2);
	expect(count(places, "10.0.0.2")).toBe(2);
	expect(count(places, null)).toBe(20);
});

it("gives a place again when it is returned, once", () => {
	const places = new Places({ total: 2, perAddress: 2 });
	const first = places.take("10.0.0.1");
	places.take("10.0.0.1");
	first?.();
	first?.();
	expect(count(places, "10.0.0.1")).toBe(1);
});

it.each([
	["2001:db8::1", "2001:db8::ffff:1", true],
	["2001:DB8:0:0:1:2:3:4", "2001:db8::5", true],
	["2001:db8:0:1::1", "2001:db8:0:2::1", false],
	["::ffff:10.0.0.1", "10.0.0.1", true],
	["fe80::1%eth0", "fe80::2", true],
	["::1", "::2", true],
	["10.0.0.1", "10.0.0.2", false],
])("%s and %s have one owner: %s", (one, other, same) => {
	const places = new Places({ total: 9, perAddress: 1 });
	places.take(one);
	expect(places.take(other) === null).toBe(same);
});
