import type { Block } from "./block";
import { letterOf } from "./chart-shapes";
import { ink, type Paper, sheet } from "./paper";
import type { ReadRow, Report } from "./report-model";
import { type Column, heading, paragraph, space, table } from "./text-blocks";
import type { Voice } from "./voice";

const mostFacts = 60;
const mostGaps = 60;
/** Devices of a kind in the summary. */
const mostDevices = 2;
const summarised = [
	"cpu.utilization",
	"memory.usedBytes",
	"load.one",
	"disk.readBytesPerSecond",
	"disk.writtenBytesPerSecond",
	"network.receivedBytesPerSecond",
	"network.sentBytesPerSecond",
	"filesystem.usedBytes",
];

/** The first page: whose report it is and of when, how it was, what happened, and what is missing. */
export function composeFirst(report: Report, paper: Paper, voice: Voice): Block[] {
	return [
		titleBlock(report, voice),
		heading(voice, ({ chapters }) => chapters.summary),
		...summary(report, paper, voice),
		space(8),
		heading(voice, ({ chapters }) => chapters.facts),
		...happened(report, paper, voice),
		space(8),
		heading(voice, ({ chapters }) => chapters.gaps),
		...missing(report, paper, voice),
	];
}

function titleBlock({ about, asked, madeAt }: Report, voice: Voice): Block {
	const { words } = voice;
	const lines = [
		[words.head.range, voice.stretch(asked.from, asked.to)],
		[words.head.zone, voice.zone(asked.from, asked.to)],
		[words.head.made, voice.time(madeAt)],
		[words.head.madeBy, `Hostbeat ${about.version}`],
	] as const;
	return {
		height: 122,
		isBound: true,
		draw: (paper, y) => {
			paper.ornament(() => paper.document.rect(sheet.left, y, 36, 3).fill(ink.accent));
			paper.leaf("P", () => paper.text(words.title, { x: sheet.left, y: y + 9, size: 10, color: ink.soft }));
			paper.leaf("H1", () =>
				paper.text(about.host, {
					...{ x: sheet.left, y: y + 22, size: 22, bold: true },
					width: sheet.right - sheet.left,
				}),
			);
			for (const [index, [name, value]] of lines.entries()) {
				const at = y + 56 + index * 13;
				paper.leaf("P", () => {
					paper.text(name, { x: sheet.left, y: at, size: 8.5, color: ink.soft });
					paper.text(value, { x: sheet.left + 90, y: at, size: 8.5, width: 400 });
				});
			}
		},
	};
}

function summary(report: Report, paper: Paper, voice: Voice): Block[] {
	const { columns, always, empty, emptyBecause } = voice.words;
	const rows = report.families.flatMap(({ id, rows }) => summaryRows(rows).map((row) => ({ id, row })));
	if (rows.length === 0) {
		return [
			{ ...paragraph(paper, `${empty}.`, { size: 10, bold: true }), isBound: true },
			paragraph(paper, emptyBecause),
		];
	}
	const heads: Column[] = [
		{ title: columns.what, share: 34 },
		{ title: columns.mean, share: 12, align: "right" },
		{ title: columns.min, share: 12, align: "right" },
		{ title: columns.max, share: 12, align: "right" },
		{ title: columns.when, share: 26 },
	];
	const cells = rows.map(({ id, row: { label, series, statistics } }) => {
		const name =
			label.name === undefined ? voice.label(label) : `${voice.words.families[id]} – ${voice.label(label)}`;
		if (!statistics) return [name, "–", "–", "–", voice.words.nothing];
		const say = (value: number) => voice.quantity(value, series.unit);
		const { mean, min, max, maxAt, maxAtMs } = statistics;
		return [name, say(mean), say(min), say(max), min === max ? always : voice.time(maxAt, maxAtMs)];
	});
	return table(paper, heads, cells);
}

/** Of devices the largest few: they come first. */
function summaryRows(rows: readonly ReadRow[]): ReadRow[] {
	const names = [...new Set(rows.map(({ label }) => label.name))].slice(0, mostDevices);
	return rows.filter(({ label }) => summarised.includes(label.field ?? "") && names.includes(label.name));
}

function happened({ facts }: Report, paper: Paper, voice: Voice): Block[] {
	const { columns, noFacts, moreFacts } = voice.words;
	if (facts.length === 0) return [paragraph(paper, noFacts)];
	const heads: Column[] = [
		{ title: "", share: 4 },
		{ title: columns.when, share: 24 },
		{ title: columns.event, share: 72 },
	];
	const left = Math.max(0, facts.length - mostFacts);
	const cells = facts
		.map((fact, index) => [letterOf(index), voice.time(fact.time), voice.fact(fact)])
		.slice(left);
	return [
		...table(paper, heads, cells),
		...(left > 0 ? [paragraph(paper, moreFacts(voice.number(left)))] : []),
	];
}

function missing(report: Report, paper: Paper, voice: Voice): Block[] {
	const { gaps, missingMs, asked, readingMs } = report;
	const { columns, noGaps, moreFacts, missing } = voice.words;
	if (gaps.length === 0) return [paragraph(paper, noGaps)];
	const heads: Column[] = [
		{ title: "", share: 4 },
		{ title: columns.from, share: 22 },
		{ title: columns.to, share: 22 },
		{ title: columns.duration, share: 14 },
		{ title: columns.why, share: 40 },
	];
	const left = Math.max(0, gaps.length - mostGaps);
	const cells = gaps
		.map(({ from, to, why }, index) => [
			String(index + 1),
			voice.time(from),
			voice.time(to),
			voice.duration(Math.min(to + readingMs, asked.to) - from),
			voice.why(why),
		])
		.slice(left);
	const share = missingMs / Math.max(1, asked.to - asked.from);
	return [
		...table(paper, heads, cells),
		...(left > 0 ? [paragraph(paper, moreFacts(voice.number(left)))] : []),
		space(4),
		paragraph(paper, missing(voice.duration(missingMs), voice.quantity(share, "share"))),
	];
}
