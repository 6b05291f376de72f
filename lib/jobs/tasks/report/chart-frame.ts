import type { Scale } from "@/lib/chart-scale";
import { clockTicks } from "@/lib/clock-ticks";
import { gatherMarks, letterOf } from "./chart-shapes";
import { ink, type Paper, sheet } from "./paper";
import type { Report } from "./report-model";
import type { Voice } from "./voice";

/** Where a chart is drawn, and where in it a time and a value stand. */
export interface Plot {
	x: (time: number) => number;
	y: (value: number) => number;
	left: number;
	right: number;
	top: number;
	bottom: number;
}

/** What is written in a chart. */
export const small = { size: 7 };
/** So wide are the numbers of the upright axis. */
export const axisWidth = 54;
const hatchEvery = 5;
const mostTicks = 8;

/** Hatches the stretches without readings, and names those that are wide enough. */
export function drawGaps(paper: Paper, { gaps }: Report, voice: Voice, plot: Plot): void {
	const { document } = paper;
	const height = plot.bottom - plot.top;
	for (const [index, gap] of gaps.entries()) {
		const left = Math.max(plot.left, plot.x(gap.from));
		const width = Math.min(plot.right, Math.max(plot.x(gap.to), left + 0.7)) - left;
		if (width <= 0) continue;
		document.rect(left, plot.top, width, height).fill(ink.gap);
		document.save().rect(left, plot.top, width, height).clip().lineWidth(0.3);
		for (let x = left - height; x < left + width; x += hatchEvery)
			document.moveTo(x, plot.bottom).lineTo(x + height, plot.top);
		document.stroke("#bcc3cc").restore();
		const text = nameOf(paper, voice, index, width);
		if (text === null) continue;
		const textWidth = paper.width(text, small);
		const x = left + (width - textWidth) / 2;
		document.rect(x - 2, plot.top + 3, textWidth + 4, 11).fill("#ffffff");
		paper.text(text, { x, y: plot.top + 4, color: ink.soft, ...small });
	}
}

/** As long as there is room for it. */
function nameOf(paper: Paper, voice: Voice, index: number, width: number): string | null {
	const number = String(index + 1);
	const names = [voice.words.gap(number), number];
	return names.find((name) => paper.width(name, small) < width - 4) ?? null;
}

/** The axes with round values and round times of the zone's clocks. */
export function drawAxes(
	paper: Paper,
	scale: Scale,
	unit: string,
	{ asked: { from, to } }: Report,
	voice: Voice,
	plot: Plot,
): void {
	const { document } = paper;
	document.lineWidth(0.4);
	for (const tick of scale.ticks) {
		const y = plot.y(tick);
		document.moveTo(plot.left, y).lineTo(plot.right, y).stroke(ink.line);
		const text = tick === 0 ? "0" : voice.quantity(tick, unit);
		const place = { x: sheet.left, y: y - 5, width: axisWidth - 6, align: "right" as const };
		paper.text(text, { ...place, color: ink.soft, ...small });
	}
	const ticks = to > from ? clockTicks(from, to, voice.timezone, mostTicks, voice.words.months) : [];
	let end = Number.NEGATIVE_INFINITY;
	for (const { time, text } of ticks) {
		const x = plot.x(time);
		document
			.moveTo(x, plot.bottom)
			.lineTo(x, plot.bottom + 3)
			.stroke(ink.soft);
		const width = paper.width(text, small);
		const start = keepWithin(x - width / 2, width, plot);
		// Of two that would touch the first is told.
		if (start < end + 6) continue;
		paper.text(text, { x: start, y: plot.bottom + 4, color: ink.soft, ...small });
		end = start + width;
	}
	document.lineWidth(0.6).moveTo(plot.left, plot.bottom).lineTo(plot.right, plot.bottom).stroke(ink.soft);
}

/** Over the chart: facts by their letters, and gaps that are too narrow for their names by their numbers. */
export function drawMarks(paper: Paper, { facts, gaps }: Report, voice: Voice, plot: Plot): void {
	const { document } = paper;
	const letters = facts.map(({ time }, index) => ({ x: plot.x(time), text: letterOf(index) }));
	const numbers = gaps.flatMap(({ from, to }, index) => {
		const [left, right] = [Math.max(plot.left, plot.x(from)), Math.min(plot.right, plot.x(to))];
		const isNamed = nameOf(paper, voice, index, right - left) !== null;
		return isNamed ? [] : [{ x: (left + right) / 2, text: String(index + 1) }];
	});
	for (const { x } of letters) {
		document.lineWidth(0.5).dash(1, { space: 1.5 });
		document.moveTo(x, plot.top).lineTo(x, plot.bottom).stroke(ink.text).undash();
	}
	for (const { x, text } of gatherMarks([...letters, ...numbers], 12)) {
		const style = { ...small, bold: true };
		const width = paper.width(text, style);
		paper.text(text, { x: keepWithin(x - width / 2, width, plot), y: plot.top - 10, ...style });
	}
}

const keepWithin = (x: number, width: number, { left, right }: Plot) =>
	Math.min(Math.max(x, left), right - width);
