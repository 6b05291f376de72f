import type { Scale } from "@/lib/chart-scale";
import type { Block } from "./block";
import { axisWidth, drawAxes, drawGaps, drawMarks, type Plot, small } from "./chart-frame";
import { drawBands, drawLines, drawPen } from "./chart-lines";
import { axisFor } from "./chart-shapes";
import { ink, type Paper, sheet } from "./paper";
import type { ReadChart, Report } from "./report-model";
import type { Voice } from "./voice";

const legendHeight = 14;
const marksHeight = 10;
const plotHeight = 122;
const ticksHeight = 16;
const below = 6;
/** Bands of several would cover each other. */
const mostBands = 2;

/** A chart of the whole range; what it says in words is its description. */
export function chartBlock(chart: ReadChart, report: Report, voice: Voice): Block {
	const { from, to } = report.asked;
	const [left, right] = [sheet.left + axisWidth, sheet.right];
	const scale = scaleOf(chart);
	const draw = (paper: Paper, y: number) => {
		const top = y + legendHeight + marksHeight;
		const bottom = top + plotHeight;
		const plot: Plot = {
			...{ left, right, top, bottom },
			x: (time) => left + ((right - left) * (time - from)) / Math.max(1, to - from),
			y: (value) => bottom - (plotHeight * (value - scale.min)) / (scale.max - scale.min),
		};
		drawLegend(paper, chart, voice, y);
		drawGaps(paper, report, voice, plot);
		drawAxes(paper, scale, chart.lines[0]?.series.unit ?? "1", report, voice, plot);
		within(paper, plot, () => {
			if (chart.lines.length <= mostBands) drawBands(paper, chart, plot);
			drawLines(paper, chart, plot);
		});
		drawReference(paper, chart, scale, voice, plot);
		drawMarks(paper, report, voice, plot);
	};
	return {
		height: legendHeight + marksHeight + plotHeight + ticksHeight + below,
		draw: (paper, y) => paper.leaf("Figure", () => draw(paper, y), wordsOf(chart, voice)),
	};
}

function scaleOf({ lines, reference }: ReadChart): Scale {
	const unit = lines[0]?.series.unit ?? "1";
	const known = lines.flatMap(({ statistics }) => (statistics ? [statistics] : []));
	const means = lines.flatMap(({ series }) => series.points.flatMap(([, mean]) => mean ?? []));
	// Without bands the peaks are not drawn, and must not press the lines down.
	const values =
		lines.length <= mostBands
			? { min: least(known.map(({ min }) => min)), max: greatest(known.map(({ max }) => max)) }
			: { min: least(means), max: greatest(means) };
	return axisFor(unit, values, reference?.value ?? null);
}

const least = (values: readonly number[]) => values.reduce((one, other) => Math.min(one, other));
const greatest = (values: readonly number[]) => values.reduce((one, other) => Math.max(one, other));

function wordsOf(chart: ReadChart, voice: Voice): string {
	const lines = chart.lines.map(({ label, series: { unit }, statistics }) => {
		const say = (value: number) => voice.quantity(value, unit);
		if (!statistics) return `${voice.label(label)}: ${voice.words.nothing}.`;
		const { mean, min, max } = statistics;
		return voice.words.lineAlt(voice.label(label), say(mean), say(min), say(max));
	});
	return voice.words.chartAlt(voice.label(chart.label), lines.join(" "));
}

const titleStyle = { size: 8.5, bold: true };
const titleWidth = 260;

function drawLegend(paper: Paper, { label, lines }: ReadChart, voice: Voice, y: number): void {
	const title = voice.label(label);
	paper.text(title, { x: sheet.left, y, width: titleWidth, ...titleStyle });
	// A single line is what the title says.
	if (lines.length === 1) return;
	let x = sheet.left + Math.min(titleWidth, paper.width(title, titleStyle)) + 16;
	for (const [index, line] of lines.entries()) {
		// That of the device stands in the title already.
		const text = voice.label(label.name === undefined ? line.label : { field: line.label.field });
		const width = Math.min(110, paper.width(text, small));
		drawPen(paper, index, { x, y: y + 6, width: 16 });
		paper.text(text, { x: x + 20, y: y + 1.5, width: 110, color: ink.soft, ...small });
		x += width + 34;
	}
}

function within(paper: Paper, { left, right, top, bottom }: Plot, draw: () => void): void {
	paper.document
		.save()
		.rect(left, top - 1, right - left, bottom - top + 2)
		.clip();
	draw();
	paper.document.restore();
}

function drawReference(paper: Paper, { reference }: ReadChart, scale: Scale, voice: Voice, plot: Plot): void {
	if (!reference || reference.value > scale.max || reference.value < scale.min) return;
	const y = plot.y(reference.value);
	paper.document.lineWidth(0.8).dash(2, { space: 2 }).moveTo(plot.left, y).lineTo(plot.right, y);
	paper.document.stroke(ink.text).undash();
	// The name of the device stands in the title.
	const { name, field } = reference.label;
	paper.text(voice.label(field === undefined ? { name } : { field }), {
		x: plot.left + 4,
		y: y - 9.5,
		...small,
	});
}
