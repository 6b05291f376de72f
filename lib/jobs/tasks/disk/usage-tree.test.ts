import { expect, it } from "vitest";
import { emptyUsage, type Usage, UsageTree } from "./usage-tree";

const limits = { perDirectory: 3, entries: 10, depth: 4 };
const countOf = ({ children }: Usage): number => children.reduce((sum, child) => sum + countOf(child), 1);

it("remembers few of very many, and of those the largest, with exact sums", () => {
	const root = emptyUsage("/", true);
	const tree = new UsageTree(root, limits);
	for (let directory = 0; directory < 200; directory++) {
		tree.enter({ ...emptyUsage(`d${directory}`, true), directories: 1 });
		for (let one = 0; one < 500; one++) tree.addFile(`f${one}`, 1 + ((directory * 500 + one) % 977), 1);
		if (directory === 120) tree.addFile("huge", 10 ** 9, 1);
		tree.leave();
	}
	tree.close();
	expect(countOf(root)).toBeLessThanOrEqual(limits.entries);
	expect(root).toMatchObject({ files: 100_001, directories: 200 });
	const [largest] = root.children;
	expect([largest?.name, largest?.children[0]?.name]).toEqual(["d120", "huge"]);
	const check = (usage: Usage) => {
		if (!usage.isDirectory) return;
		const sum = usage.children.reduce((bytes, child) => bytes + child.bytes, usage.other.bytes);
		expect(sum).toBe(usage.bytes);
		expect(usage.children.length).toBeLessThanOrEqual(limits.perDirectory);
		for (const child of usage.children) check(child);
	};
	check(root);
});

it("counts below its depth what it does not tell", () => {
	const root = emptyUsage("/", true);
	const tree = new UsageTree(root, limits);
	for (let depth = 0; depth < 1_500; depth++) tree.enter({ ...emptyUsage(`${depth}`, true), directories: 1 });
	tree.addFile("deep", 7, 7);
	for (let depth = 0; depth < 1_500; depth++) tree.leave();
	tree.close();
	expect(root).toMatchObject({ bytes: 7, files: 1, directories: 1_500 });
	expect(countOf(root)).toBe(limits.depth + 1);
});
