import { expect, test } from "vitest";
import { type Block, paginate } from "./block";

const block = (height: number, more: Partial<Block> = {}): Block => ({ height, draw: () => {}, ...more });
const places = (blocks: Block[]) =>
	paginate(blocks, { top: 10, bottom: 110 }).map(({ blocks }) => blocks.map(({ y }) => y));

test("what is bound to the next goes with it to the next page", () => {
	expect(places([block(60), block(20, { isBound: true }), block(30)])).toEqual([[10], [10, 30]]);
	expect(places([block(60), block(10, { isBound: true }), block(30)])).toEqual([[10, 70, 80]]);
});

test("what is higher than a page stands on one by itself, and nothing is lost", () => {
	expect(places([block(10), block(500), block(10)])).toEqual([[10], [10], [10]]);
});

test("no page begins with the space after the one before", () => {
	const space = block(20, { isSpace: true });
	expect(places([block(30), space, block(30), block(15), space, block(90)])).toEqual([[10, 60, 90], [10]]);
});

test("a page knows the chapters that begin on it, or else the one that goes on", () => {
	const blocks = [
		block(50, { chapter: "CPU" }),
		block(40, { chapter: "Memory" }),
		block(90),
		block(5, { isFirst: true }),
	];
	expect(paginate(blocks, { top: 10, bottom: 110 }).map(({ chapters }) => chapters)).toEqual([
		["CPU", "Memory"],
		["Memory"],
		["Memory"],
	]);
});
