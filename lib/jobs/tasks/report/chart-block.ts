import type { Scale } from "@/lib/chart-scale";
import { clockTicks } from "@/lib/clock-ticks";
import type { Block } from "./block";
import { axisFor, gatherMarks, letterOf, type Run, runsOf } from "./chart-shapes";
import { ink, type Paper, sheet } from "./paper";
import type { ReadChart, Report } from "./report-model";
import type { Voice } from "./voice";

/** Each tells itself apart from the next by its dashes too: many printers know no colour. */
const pens: { color: string; dash: number | null }[] = [
	{ color: "#0b6e4f", dash: null },
	{ color: "#b4490f", dash: 3 },
	{ color: "#2a54a8", dash: 1.5 },
	{ color: "#7b2f8f", dash: 5 },
];
const axisWidth = 54;
const legendHeight = 14;
const plotHeight = 104;
const ticksHeight = 16;
const marksHeight = 10;
const small = { size: 7 };

interface Plot {
	x: (time: number) => number;
	y: (value: number) => number;
	left: number;
	right: number;
	top: number;
	bottom: number;
}

/** A chart of the whole range: what it says in words is its description. */
export function chartBlock(chart: ReadChart, report: Report, voice: Voice, hasTitle: boolean): Block {
	const { asked } = report;
	return {
		height: legendHeight + marksHeight + plotHeight + ticksHeight + 12,
		isBound: true,
		draw: (paper, y) => {
			const scale = scaleOf(chart);
			const [left, right] = [sheet.left + axisWidth, sheet.right];
			const top = y + legendHeight + marksHeight;
			const bottom = top + plotHeight;
			const plot: Plot = {
				...{ left, right, top, bottom },
				x: (time) => left + ((right - left) * (time - asked.from)) / Math.max(1, asked.to - asked.from),
				y: (value) => bottom - (plotHeight * (value - scale.min)) / (scale.max - scale.min),
			};
			const draw = () => {
				drawLegend(paper, chart, voice, y, hasTitle);
				drawGaps(paper, report, voice, plot);
				drawAxes(paper, scale, chart.lines[0]?.series.unit ?? "1", report, voice, plot);
				clipped(paper, plot, () => {
					// Bands of several would cover each other.
					if (chart.lines.length <= 2) drawBands(paper, chart, plot);
					drawLines(paper, chart, plot);
				});
				drawReference(paper, chart, scale, voice, plot);
				drawMarks(paper, report, plot);
			};
			paper.leaf("Figure", draw, wordsOf(chart, voice));
		},
	};
}

function scaleOf({ lines, reference }: ReadChart): Scale {
	const known = lines.flatMap(({ statistics }) => (statistics ? [statistics] : []));
	const isBanded = lines.length <= 2;
	const max = Math.max(...known.map(({ max }) => max));
	const min = Math.min(...known.map(({ min }) => min));
	const drawn = lines.flatMap(({ series }) => series.points.flatMap(([, mean]) => mean ?? []));
	// Without bands the peaks are not drawn, and must not press the lines down.
	const values = isBanded ? { min, max } : { min: Math.min(...drawn), max: Math.max(...drawn) };
	return axisFor(lines[0]?.series.unit ?? "1", values, reference?.value ?? null);
}

function wordsOf(chart: ReadChart, voice: Voice): string {
	const lines = chart.lines.map(({ label, series: { unit }, statistics }) => {
		const say = (value: number) => voice.quantity(value, unit);
		if (!statistics) return `${voice.label(label)}: ${voice.words.nothing}.`;
		const { mean, min, max } = statistics;
		return voice.words.lineAlt(voice.label(label), say(mean), say(min), say(max));
	});
	return voice.words.chartAlt(voice.label(chart.label), lines.join(" "));
}

function drawLegend(paper: Paper, chart: ReadChart, voice: Voice, y: number, hasTitle: boolean): void {
	const { document } = paper;
	let x = sheet.left;
	if (hasTitle) {
		const title = voice.label(chart.label);
		const style = { size: 8.5, bold: true };
		paper.text(title, { x, y, width: 220, ...style });
		x += Math.min(220, paper.width(title, style)) + 14;
	}
	for (const [index, { label }] of chart.lines.entries()) {
		const pen = penOf(index);
		// The name of the device stands in the title.
		const text = voice.label(
			chart.label.name === undefined ? label : ({ ...label, name: undefined } as typeof label),
		);
		setPen(paper, pen);
		document
			.moveTo(x, y + 6)
			.lineTo(x + 16, y + 6)
			.stroke(pen.color)
			.undash();
		const width = Math.min(150, paper.width(text, small));
		paper.text(text, { x: x + 20, y: y + 1.5, width: 150, color: ink.soft, ...small });
		x += width + 36;
	}
}

function drawGaps(paper: Paper, { gaps }: Report, voice: Voice, plot: Plot): void {
	const { document } = paper;
	for (const [index, gap] of gaps.entries()) {
		const left = Math.max(plot.left, plot.x(gap.from));
		const right = Math.min(plot.right, Math.max(plot.x(gap.to), left + 0.7));
		const height = plot.bottom - plot.top;
		if (right <= left) continue;
		document.rect(left, plot.top, right - left, height).fill(ink.gap);
		document
			.save()
			.rect(left, plot.top, right - left, height)
			.clip()
			.lineWidth(0.3);
		for (let x = left - height; x < right; x += 5)
			document.moveTo(x, plot.bottom).lineTo(x + height, plot.top);
		document.stroke("#bcc3cc").restore();
		const number = String(index + 1);
		const text = [voice.words.gap(number), number].find(
			(text) => paper.width(text, small) < right - left - 4,
		);
		if (text === undefined) continue;
		const width = paper.width(text, small);
		const x = (left + right - width) / 2;
		document.rect(x - 2, plot.top + 3, width + 4, 11).fill("#ffffff");
		paper.text(text, { x, y: plot.top + 4, color: ink.soft, ...small });
	}
}

function drawAxes(paper: Paper, scale: Scale, unit: string, report: Report, voice: Voice, plot: Plot): void {
	const { document } = paper;
	document.lineWidth(0.4);
	for (const tick of scale.ticks) {
		const y = plot.y(tick);
		document.moveTo(plot.left, y).lineTo(plot.right, y).stroke(ink.line);
		const text = tick === 0 && unit !== "°C" ? "0" : voice.quantity(tick, unit);
		paper.text(text, {
			x: sheet.left,
			y: y - 5,
			width: axisWidth - 6,
			align: "right",
			color: ink.soft,
			...small,
		});
	}
	const { from, to } = report.asked;
	const ticks = to > from ? clockTicks(from, to, voice.timezone, 8, voice.words.months) : [];
	let end = Number.NEGATIVE_INFINITY;
	for (const { time, text } of ticks) {
		const x = plot.x(time);
		document
			.moveTo(x, plot.bottom)
			.lineTo(x, plot.bottom + 3)
			.stroke(ink.soft);
		const width = paper.width(text, small);
		const start = Math.min(Math.max(x - width / 2, plot.left), plot.right - width);
		// Of two that would touch the first is told.
		if (start < end + 6) continue;
		paper.text(text, { x: start, y: plot.bottom + 4, color: ink.soft, ...small });
		end = start + width;
	}
	document.lineWidth(0.6).moveTo(plot.left, plot.bottom).lineTo(plot.right, plot.bottom).stroke(ink.soft);
}

function clipped(paper: Paper, { left, right, top, bottom }: Plot, draw: () => void): void {
	paper.document
		.save()
		.rect(left, top - 1, right - left, bottom - top + 2)
		.clip();
	draw();
	paper.document.restore();
}

function drawBands(paper: Paper, { lines }: ReadChart, plot: Plot): void {
	const { document } = paper;
	for (const [index, { series }] of lines.entries()) {
		for (const run of runsOf(series)) {
			if (run.length < 2) continue;
			trace(paper, run, plot, ({ max }) => max);
			for (const { time, min } of run.toReversed()) document.lineTo(plot.x(time), plot.y(min));
			document.closePath().fillColor(penOf(index).color, 0.2).fill();
		}
	}
	document.fillColor(ink.text, 1);
}

function drawLines(paper: Paper, { lines }: ReadChart, plot: Plot): void {
	const { document } = paper;
	for (const [index, { series }] of lines.entries()) {
		const pen = penOf(index);
		for (const run of runsOf(series)) {
			const [only] = run;
			if (run.length === 1 && only) {
				document.circle(plot.x(only.time), plot.y(only.mean), 0.9).fill(pen.color);
				continue;
			}
			setPen(paper, pen);
			trace(paper, run, plot, ({ mean }) => mean);
			document.stroke(pen.color).undash();
		}
	}
}

function trace(paper: Paper, run: Run, plot: Plot, pick: (step: Run[number]) => number): void {
	for (const [index, step] of run.entries()) {
		const [x, y] = [plot.x(step.time), plot.y(pick(step))];
		if (index === 0) paper.document.moveTo(x, y);
		else paper.document.lineTo(x, y);
	}
}

function drawReference(paper: Paper, { reference }: ReadChart, scale: Scale, voice: Voice, plot: Plot): void {
	if (!reference || reference.value > scale.max || reference.value < scale.min) return;
	const y = plot.y(reference.value);
	paper.document.lineWidth(0.8).dash(2, { space: 2 }).moveTo(plot.left, y).lineTo(plot.right, y);
	paper.document.stroke(ink.text).undash();
	const text = voice.label(reference.label);
	paper.text(text, { x: plot.left + 4, y: y - 9.5, color: ink.text, ...small });
}

function drawMarks(paper: Paper, { facts }: Report, plot: Plot): void {
	const marks = facts.map(({ time }, index) => ({ x: plot.x(time), letter: letterOf(index) }));
	paper.document.lineWidth(0.5).dash(1, { space: 1.5 });
	for (const { x } of marks) paper.document.moveTo(x, plot.top).lineTo(x, plot.bottom);
	if (marks.length > 0) paper.document.stroke(ink.text);
	paper.document.undash();
	for (const { x, text } of gatherMarks(marks, 12)) {
		const width = paper.width(text, small);
		const start = Math.min(Math.max(x - width / 2, plot.left), plot.right - width);
		paper.text(text, { x: start, y: plot.top - 10, ...small, bold: true });
	}
}

const penOf = (index: number) => pens[index % pens.length] as (typeof pens)[number];

function setPen(paper: Paper, { dash }: { dash: number | null }): void {
	paper.document.lineWidth(0.9).lineJoin("round");
	if (dash !== null) paper.document.dash(dash, { space: dash });
}
