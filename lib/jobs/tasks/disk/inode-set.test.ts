import { expect, it } from "vitest";
import { InodeSet } from "./inode-set";

it("tells each inode once, whatever the numbers are", () => {
	const set = new InodeSet();
	const all = new Set<bigint>();
	for (let one = 0n; one < 20_000n; one++) {
		for (const inode of [one + 1n, (one << 32n) | 5n, (1n << 63n) + one * 4_096n]) {
			expect(set.add(inode)).toBe(!all.has(inode));
			all.add(inode);
		}
	}
	expect(set.size).toBe(all.size);
	for (const inode of all) expect(set.add(inode)).toBe(false);
});

it("takes what has no number for something else each time", () => {
	const set = new InodeSet();
	expect([set.add(0n), set.add(0n)]).toEqual([true, true]);
});
