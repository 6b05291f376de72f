import type { Block } from "./block";
import { ink, type Paper, sheet, type TextStyle } from "./paper";
import type { Voice } from "./voice";
import { inAllLanguages } from "./words";
import type { ReportWords } from "./words-en";

const width = sheet.right - sheet.left;
const lineOf = ({ size }: TextStyle) => size * 1.4;

/** The heading of a chapter, which the outline names too. */
export function heading(voice: Voice, say: (words: ReportWords) => string): Block {
	const title = say(voice.words);
	return {
		height: 30,
		isBound: true,
		chapter: inAllLanguages(say),
		draw: (paper, y) => {
			paper.document.outline.addItem(title);
			paper.leaf("H2", () => paper.text(title, { x: sheet.left, y: y + 6, size: 13, bold: true }));
		},
	};
}

/** The heading of a part of a chapter. */
export function subheading(paper: Paper, title: string): Block {
	const style = { size: 8.5, bold: true };
	const lines = paper.wrap(title, width, style);
	return {
		height: lines.length * lineOf(style) + 10,
		isBound: true,
		draw: (paper, y) => paper.leaf("H3", () => setLines(paper, lines, y + 6, style)),
	};
}

/** A paragraph, as high as its lines. */
export function paragraph(paper: Paper, text: string, style: TextStyle = { size: 8.5 }): Block {
	const lines = paper.wrap(text, width, style);
	return {
		height: lines.length * lineOf(style) + 6,
		draw: (paper, y) => paper.leaf("P", () => setLines(paper, lines, y, style)),
	};
}

/** Parts what is above from what is below. */
export function space(height: number): Block {
	return { height, isSpace: true, draw: () => {} };
}

function setLines(paper: Paper, lines: string[], y: number, style: TextStyle): void {
	for (const [index, line] of lines.entries())
		paper.text(line, { x: sheet.left, y: y + index * lineOf(style), ...style });
}

/** A column of a table: its share of the width. */
export interface Column {
	title: string;
	share: number;
	align?: "right";
}

const rowHeight = 14.5;
const cellStyle = { size: 8 };
const betweenCells = 8;

/** A table as blocks of its rows, so that it may go on on the next page, where its head stands again. */
export function table(paper: Paper, columns: Column[], rows: string[][]): Block[] {
	const shares = columns.reduce((sum, { share }) => sum + share, 0);
	const widths = columns.map(({ share }) => (width * share) / shares - betweenCells);
	const wrapped = rows.map((row) =>
		row.map((cell, index) => paper.wrap(cell, widths[index] as number, cellStyle)),
	);
	const heights = wrapped.map(
		(row) => rowHeight + (Math.max(...row.map((cell) => cell.length)) - 1) * lineOf(cellStyle),
	);
	const blocks: Block[] = [];
	const mostHeight = sheet.bottom - sheet.top - 120;
	for (let start = 0; start < rows.length; ) {
		let height = rowHeight + 6;
		let end = start;
		while (end < rows.length && (end === start || height + (heights[end] as number) <= mostHeight)) {
			height += heights[end] as number;
			end++;
		}
		const part = { rows: wrapped.slice(start, end), heights: heights.slice(start, end) };
		blocks.push({ height, draw: (paper, y) => drawTable(paper, columns, widths, part, y) });
		start = end;
	}
	return blocks;
}

function drawTable(
	paper: Paper,
	columns: Column[],
	widths: number[],
	part: { rows: string[][][]; heights: number[] },
	top: number,
): void {
	const drawRow = (type: "TH" | "TD", row: string[][], y: number) =>
		paper.part("TR", () => {
			let x = sheet.left;
			for (const [index, lines] of row.entries()) {
				const width = widths[index] as number;
				const align = columns[index]?.align ?? "left";
				const style = type === "TH" ? { size: 7.5, bold: true, color: ink.soft } : cellStyle;
				paper.leaf(type, () => {
					for (const [at, line] of lines.entries())
						paper.text(line, { x, y: y + 3 + at * lineOf(cellStyle), width: width + 1, align, ...style });
				});
				x += width + betweenCells;
			}
		});
	paper.part("Table", () => {
		drawRow(
			"TH",
			columns.map(({ title }) => [title]),
			top,
		);
		drawRule(paper, top + rowHeight, ink.soft);
		let y = top + rowHeight;
		for (const [index, row] of part.rows.entries()) {
			drawRow("TD", row, y);
			y += part.heights[index] as number;
			drawRule(paper, y, ink.line);
		}
	});
}

function drawRule(paper: Paper, y: number, color: string): void {
	paper.ornament(() =>
		paper.document.lineWidth(0.4).moveTo(sheet.left, y).lineTo(sheet.right, y).stroke(color),
	);
}
