import { expect, it } from "vitest";
import { Turns } from "./turns";

const pile = () => {
	const ends: (() => void)[] = [];
	let most = 0;
	let now = 0;
	const work = async () => {
		most = Math.max(most, ++now);
		await new Promise<void>((resolve) => ends.push(resolve));
		now--;
	};
	return { work, ends, most: () => most };
};
const settle = () => new Promise((resolve) => setImmediate(resolve));

it("does one at a time, however many come at once, and turns away who would be too many", async () => {
	const turns = new Turns(3);
	const { work, ends, most } = pile();
	const taken = Array.from({ length: 2_000 }, () => turns.take(work, false)).filter((one) => one !== null);
	// One has its turn, three wait.
	expect(taken).toHaveLength(4);
	for (let n = 0; n < 4; n++) {
		await settle();
		ends.shift()?.();
	}
	await Promise.all(taken);
	expect(most()).toBe(1);
	expect(turns.take(async () => {}, false)).not.toBeNull();
});

it("lets who is known go before a crowd that is not", async () => {
	const turns = new Turns(2);
	const order: string[] = [];
	const take = (name: string, isKnown: boolean) =>
		turns.take(async () => {
			order.push(name);
		}, isKnown);
	const all = [take("first", false), take("a", false), take("b", false), take("known", true)];
	expect(all).not.toContain(null);
	expect(take("c", false)).toBeNull();
	await Promise.all(all);
	expect(order).toEqual(["first", "known", "a", "b"]);
});

it("goes on after one that failed", async () => {
	const turns = new Turns(1);
	await expect(turns.take(() => Promise.reject(new Error("no")), true)).rejects.toThrow("no");
	await expect(turns.take(async () => 5, true)).resolves.toBe(5);
});
