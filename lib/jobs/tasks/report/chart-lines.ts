import type { Plot } from "./chart-frame";
import { type Run, runsOf } from "./chart-shapes";
import { ink, type Paper } from "./paper";
import type { ReadChart } from "./report-model";

interface Pen {
	color: string;
	dash: number | null;
}

/** Each tells itself apart from the next by its dashes too: many printers know no colour. */
const pens: Pen[] = [
	{ color: "#0b6e4f", dash: null },
	{ color: "#b4490f", dash: 3 },
	{ color: "#2a54a8", dash: 1.5 },
	{ color: "#7b2f8f", dash: 5 },
];

/** From the lowest to the highest reading of each step. */
export function drawBands(paper: Paper, { lines }: ReadChart, plot: Plot): void {
	const { document } = paper;
	for (const [index, { series }] of lines.entries()) {
		for (const run of runsOf(series)) {
			if (run.length < 2) continue;
			trace(paper, run, plot, ({ max }) => max);
			for (const { time, min } of [...run].reverse()) document.lineTo(plot.x(time), plot.y(min));
			document.closePath().fillColor(penOf(index).color, 0.2).fill();
		}
	}
	document.fillColor(ink.text, 1);
}

/** The mean of each step; a step alone, with nothing known around it, is a dot. */
export function drawLines(paper: Paper, { lines }: ReadChart, plot: Plot): void {
	for (const [index, { series }] of lines.entries()) {
		const pen = penOf(index);
		for (const run of runsOf(series)) {
			const [only] = run;
			if (only && run.length === 1) {
				paper.document.circle(plot.x(only.time), plot.y(only.mean), 0.9).fill(pen.color);
				continue;
			}
			trace(paper, run, plot, ({ mean }) => mean);
			stroke(paper, pen);
		}
	}
}

/** What the line of this index looks like. */
export function drawPen(paper: Paper, index: number, at: { x: number; y: number; width: number }): void {
	paper.document.moveTo(at.x, at.y).lineTo(at.x + at.width, at.y);
	stroke(paper, penOf(index));
}

function trace(paper: Paper, run: Run, plot: Plot, pick: (step: Run[number]) => number): void {
	for (const [index, step] of run.entries()) {
		const [x, y] = [plot.x(step.time), plot.y(pick(step))];
		if (index === 0) paper.document.moveTo(x, y);
		else paper.document.lineTo(x, y);
	}
}

const penOf = (index: number): Pen => pens[index % pens.length] as Pen;

function stroke(paper: Paper, { color, dash }: Pen): void {
	const { document } = paper;
	document.lineWidth(0.9).lineJoin("round");
	if (dash !== null) document.dash(dash, { space: dash });
	document.stroke(color).undash();
}
