import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Turnstile } from "./turnstile";

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** One turn of the event loop. */
const turn = () => vi.advanceTimersByTime(0);

it("lets in a few each turn however many come, so that others get theirs between them", () => {
	const turnstile = new Turnstile();
	let done = 0;
	for (let one = 0; one < 100; one++) {
		const leave = turnstile.enter("a", () => {
			done++;
			queueMicrotask(() => leave());
			leave();
		});
	}
	expect(done).toBe(0);
	turn();
	expect(done).toBeLessThanOrEqual(2);
	vi.runAllTimers();
	expect(done).toBe(100);
	expect(turnstile.waiting).toBe(0);
});

it("goes on past those that take long, and never runs who has left before", () => {
	const turnstile = new Turnstile();
	const ran: number[] = [];
	const leaves = Array.from({ length: 20 }, (_, one) => turnstile.enter("a", () => ran.push(one)));
	leaves[9]?.();
	turn();
	expect(ran).toEqual([0, 1]);
	leaves[1]?.();
	leaves[1]?.();
	turn();
	expect(ran.slice(2)).toEqual([2]);
	vi.advanceTimersByTime(21);
	turn();
	expect(ran.slice(3)).toEqual([3, 4]);
	vi.runAllTimers();
	expect(ran).toHaveLength(19);
	expect(ran).not.toContain(9);
});

it("lets owners take turns, so that a thousand of one are no wait for the first of another", () => {
	const turnstile = new Turnstile();
	const ran: string[] = [];
	const enter = (owner: string) => {
		const leave = turnstile.enter(owner, () => {
			ran.push(owner);
			leave();
		});
	};
	for (let one = 0; one < 1_000; one++) enter("flood");
	enter("viewer");
	enter("viewer");
	vi.runAllTimers();
	expect(ran.slice(0, 5)).toEqual(["flood", "viewer", "flood", "viewer", "flood"]);
	expect(ran).toHaveLength(1_002);
	expect(turnstile.waiting).toBe(0);
});
