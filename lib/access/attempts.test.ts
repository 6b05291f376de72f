import { beforeEach, describe, expect, it } from "vitest";
import { type Attempt, Attempts } from "./attempts";

const second = 1_000;
const hour = 3_600 * second;
let now: number;
let attempts: Attempts;
beforeEach(() => {
	now = 0;
	attempts = new Attempts(() => now);
});

const begin = (address: string | null, account: string | null = "admin", isKnown = false) =>
	attempts.begin({ address, account, isKnown });
const isAttempt = (one: ReturnType<typeof begin>): one is Attempt => !("retryMs" in one);
/** How many of so many are let through, all of which fail. */
const fail = (address: string | null, times: number, account: string | null = "admin", isKnown = false) =>
	Array.from({ length: times }, () => begin(address, account, isKnown)).filter(isAttempt).length;
const waitMs = (address: string) => {
	const one = begin(address);
	if (!isAttempt(one)) return one.retryMs;
	one.withdrawn();
	return 0;
};
const address = (n: number) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

describe("one address", () => {
	it("gets no more through at once than one after the other: each counts as it begins", () => {
		expect(fail("10.0.0.1", 2_000)).toBe(5);
	});

	it("waits twice as long each time, a quarter of an hour at most", () => {
		fail("10.0.0.1", 5);
		const waits: number[] = [];
		for (let n = 0; n < 13; n++) {
			waits.push(waitMs("10.0.0.1") / second);
			now += waitMs("10.0.0.1");
			expect(fail("10.0.0.1", 10)).toBe(1);
		}
		expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
	});

	it("cannot guess at one account for as long as it may sign in to another", () => {
		let guesses = 0;
		for (let n = 0; n < 100; n++) {
			guesses += fail("10.0.0.1", 1, "admin");
			const own = begin("10.0.0.1", "viewer");
			if (isAttempt(own)) own.succeeded();
		}
		expect(guesses).toBe(5);
	});

	it("is one network of 64 bits of IPv6", () => {
		for (let n = 0; n < 100; n++) begin(`2001:db8:1:2::${n.toString(16)}`);
		expect(waitMs("2001:db8:1:2:ffff::1")).toBeGreaterThan(0);
		expect(waitMs("2001:db8:1:3::1")).toBe(0);
	});

	it("begins anew after the right password", () => {
		fail("10.0.0.1", 4);
		const right = begin("10.0.0.1");
		if (isAttempt(right)) right.succeeded();
		expect(fail("10.0.0.1", 10)).toBe(5);
	});

	it("is forgiven by halves: after an hour of quiet it has half as much on its account", () => {
		fail("10.0.0.1", 5);
		for (let n = 0; n < 5; n++) {
			now += waitMs("10.0.0.1");
			fail("10.0.0.1", 1);
		}
		// Ten, and so five after an hour: the next is the sixth.
		now += hour;
		fail("10.0.0.1", 1);
		expect(waitMs("10.0.0.1")).toBe(2 * second);
		now += 24 * hour;
		expect(fail("10.0.0.1", 10)).toBe(5);
	});

	it("is not charged for a password that nobody looked at, nor made to wait for it", () => {
		fail("10.0.0.1", 4);
		for (let n = 0; n < 100; n++) {
			const one = begin("10.0.0.1");
			if (isAttempt(one)) one.withdrawn();
		}
		expect(fail("10.0.0.1", 10)).toBe(1);
	});
});

describe("all addresses together", () => {
	it("are held up by an attack from everywhere, but not who was signed in, nor this machine itself", () => {
		attempts.know("192.0.2.7", "admin");
		let guesses = 0;
		for (let n = 0; n < 100_000; n++) {
			guesses += fail(address(n), 1);
			now += 10;
		}
		// A thousand seconds: 50 and the growing delay, then one each half minute.
		expect(guesses).toBeLessThan(100);
		expect(waitMs("10.99.99.99")).toBeGreaterThan(0);
		expect(waitMs("10.99.99.99")).toBeLessThanOrEqual(30 * second);
		expect(isAttempt(begin("192.0.2.7"))).toBe(true);
		expect(isAttempt(begin("127.0.0.1", "admin", true))).toBe(true);
	});

	it("have no better lane for another account than the one that was signed in there", () => {
		attempts.know("192.0.2.7", "viewer");
		for (let n = 0; n < 1_000; n++) fail(address(n), 1);
		expect(isAttempt(begin("192.0.2.7", "viewer"))).toBe(true);
		expect(isAttempt(begin("192.0.2.7", "admin"))).toBe(false);
	});

	it("leave who is known to wait for themselves only, a minute at most", () => {
		attempts.know("192.0.2.7", "admin");
		for (let n = 0; n < 20; n++) {
			now += 60 * second;
			expect(fail("192.0.2.7", 1)).toBe(1);
		}
		expect(fail("192.0.2.7", 1)).toBe(0);
		expect(waitMs("192.0.2.7")).toBe(60 * second);
		expect(waitMs("10.0.0.1")).toBe(0);
	});

	it("can be tried again half a minute after an attack, at most", () => {
		for (let n = 0; n < 10_000; n++) {
			fail(address(n), 1);
			now += second;
		}
		now += 30 * second;
		expect(isAttempt(begin("10.200.0.1"))).toBe(true);
	});
});

it("remembers a bounded number of addresses, whatever comes, and the newest of them", () => {
	for (let n = 0; n < 30_000; n++) {
		// So slowly that each is let through.
		now += 31 * second;
		expect(fail(address(n), 1)).toBe(1);
		attempts.know(address(n), "admin");
		fail(address(n), 1);
	}
	expect(attempts.size).toBeLessThanOrEqual(12_001);
	for (let n = 0; n < 1_000; n++) fail(address(100_000 + n), 1);
	expect(isAttempt(begin(address(29_999)))).toBe(true);
	expect(isAttempt(begin(address(28_000)))).toBe(false);
});

it("counts all whose address is not known as one", () => {
	expect(fail(null, 20)).toBe(5);
});
