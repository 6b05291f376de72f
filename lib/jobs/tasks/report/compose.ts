import type { Block } from "./block";
import { chartBlock } from "./chart-block";
import { composeFirst } from "./compose-first";
import { composeBasis, composeBusiest } from "./compose-last";
import type { Paper } from "./paper";
import type { ReadFamily, Report } from "./report-model";
import { type Column, heading, paragraph, space, table } from "./text-blocks";
import type { Voice } from "./voice";

/** A report as blocks from its first page to its last. */
export function compose(report: Report, paper: Paper, voice: Voice): Block[] {
	return [
		...composeFirst(report, paper, voice),
		...report.families.flatMap((family, index) =>
			composeFamily(family, { report, paper, voice, isFirst: index === 0 }),
		),
		...composeBusiest(report.busiest, paper, voice),
		...composeBasis(report, paper, voice),
	];
}

interface Surroundings {
	report: Report;
	paper: Paper;
	voice: Voice;
	isFirst: boolean;
}

function composeFamily(family: ReadFamily, { report, paper, voice, isFirst }: Surroundings): Block[] {
	const { words } = voice;
	const charts = family.charts.map((chart) => chartBlock(chart, report, voice));
	const last = charts.at(-1);
	// The last chart stands over its numbers, the others may be parted from them.
	for (const chart of charts) chart.isBound = chart === last;
	const leftOut = family.leftOut > 0 ? [paragraph(paper, words.leftOut(voice.number(family.leftOut)))] : [];
	return [
		{ ...heading(voice, ({ families }) => families[family.id]), isFirst },
		...charts,
		...tableOf(family, paper, voice),
		...partly(family, report, paper, voice),
		...leftOut,
		space(10),
	];
}

/** Which series are known of less than the others: they came later, or could not be read. */
function partly({ rows, coverage }: ReadFamily, { asked }: Report, paper: Paper, voice: Voice): Block[] {
	const rangeMs = Math.max(1, asked.to - asked.from);
	if (coverage === null) return [];
	return rows.flatMap(({ label, statistics }) => {
		const share = (statistics?.knownMs ?? 0) / rangeMs;
		if (share >= coverage - 0.005) return [];
		return [paragraph(paper, voice.words.partly(voice.label(label), voice.quantity(share, "share")))];
	});
}

/** The numbers of a family; the column of the 95 % level is there where it is known of any. */
function tableOf({ rows }: ReadFamily, paper: Paper, voice: Voice): Block[] {
	const { columns, always, nothing } = voice.words;
	const hasLevel = rows.some(({ statistics }) => statistics?.p95 !== null && statistics !== null);
	const heads: Column[] = [
		{ title: columns.what, share: 32 },
		{ title: columns.mean, share: 12, align: "right" },
		{ title: columns.min, share: 12, align: "right" },
		...(hasLevel ? [{ title: columns.p95, share: 12, align: "right" as const }] : []),
		{ title: columns.max, share: 12, align: "right" },
		{ title: columns.when, share: 26 },
	];
	const cells = rows.map(({ label, series: { unit }, statistics }) => {
		const name = voice.label(label);
		if (!statistics) return [name, "–", "–", ...(hasLevel ? ["–"] : []), "–", nothing];
		const { mean, min, max, maxAt, maxAtMs, p95 } = statistics;
		const level = hasLevel ? [voice.quantity(p95, unit)] : [];
		const when = min === max ? always : voice.time(maxAt, maxAtMs);
		const [lowest, highest] = [voice.quantity(min, unit), voice.quantity(max, unit)];
		return [name, voice.quantity(mean, unit), lowest, ...level, highest, when];
	});
	return table(paper, heads, cells);
}
