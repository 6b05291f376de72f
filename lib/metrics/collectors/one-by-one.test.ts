import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { OneByOne } from "./one-by-one";

let turns: OneByOne;
let done: string[];
const after = (ms: number) => (item: string) =>
	new Promise<void>((resolve) => {
		setTimeout(() => {
			done.push(item);
			resolve();
		}, ms);
	});

beforeEach(() => {
	vi.useFakeTimers();
	turns = new OneByOne(() => performance.now());
	done = [];
});
afterEach(() => vi.useRealTimers());

it("never waits for what hangs, and begins nothing else until it has ended", async () => {
	let end: () => void = () => {};
	const hang = vi.fn(
		() =>
			new Promise<void>((resolve) => {
				end = resolve;
			}),
	);
	const first = turns.do(["a", "b"], hang, 200);
	const second = turns.do(["c"], after(1), 200);
	await vi.advanceTimersByTimeAsync(200);
	await Promise.all([first, second]);
	expect([hang.mock.calls.length, done]).toEqual([1, []]);
	end();
	await vi.advanceTimersByTimeAsync(0);
	const third = turns.do(["d"], after(1), 200);
	await vi.advanceTimersByTimeAsync(1);
	await third;
	expect(done).toEqual(["d"]);
});

it("does one after the other, as far as the time goes", async () => {
	const all = turns.do(["a", "b", "c", "d"], after(60), 200);
	await vi.advanceTimersByTimeAsync(120);
	expect(done).toEqual(["a", "b"]);
	await vi.advanceTimersByTimeAsync(80);
	await all;
	expect(done).toEqual(["a", "b", "c"]);
});
