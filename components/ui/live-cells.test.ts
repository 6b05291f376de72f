import { expect, it } from "vitest";
import { type LiveColumn, readCells } from "./live-cells";
import { orderRows } from "./row-order";

interface Row {
	name: string;
	rate: number | null;
}

const columns: LiveColumn<Row>[] = [
	{ field: "rate", label: "Rate", text: (value) => `${value ?? "–"}`, width: 3 },
];
const pathOf = (index: number) => `list.${index}`;

it("gives a missing number the reason of its own row, in whatever order the rows are shown", () => {
	const rows = [
		{ name: "a", rate: 1 },
		{ name: "b", rate: null },
	];
	const cells = readCells(["b", "a"], columns, rows, pathOf, { "list.1.rate": "first reading" });
	expect(cells).toEqual([
		[{ text: "\u00a0\u00a0–", reason: "first reading" }],
		[{ text: "\u00a0\u00a01", reason: "" }],
	]);
});

it("shows nothing old of a row that has just gone", () => {
	expect(readCells(["gone"], columns, [], pathOf)).toEqual([
		[{ text: "\u00a0\u00a0–", reason: "not known" }],
	]);
});

it("puts the greatest first and alike ones as people count", () => {
	const rank = (name: string) => (name === "sda10" ? 5 : 0);
	expect(orderRows(["sdb11", "sdb2", "sda10", "sda1"], rank)).toEqual(["sda10", "sda1", "sdb2", "sdb11"]);
});
