import type { Block } from "./block";
import type { Paper } from "./paper";
import type { ReadBusiest, Report } from "./report-model";
import { type Column, heading, paragraph, space, subheading, table } from "./text-blocks";
import type { Voice } from "./voice";

const minuteMs = 60_000;

/** Who used most when there was least left. */
export function composeBusiest(busiest: readonly ReadBusiest[], paper: Paper, voice: Voice): Block[] {
	const { words } = voice;
	const { columns } = words;
	if (busiest.length === 0) return [];
	const heads: Column[] = [
		{ title: columns.process, share: 26 },
		{ title: "PID", share: 10, align: "right" },
		{ title: columns.user, share: 16 },
		{ title: columns.container, share: 18 },
		{ title: columns.cpu, share: 11, align: "right" },
		{ title: columns.memory, share: 13, align: "right" },
		{ title: columns.read, share: 13, align: "right" },
		{ title: columns.written, share: 13, align: "right" },
	];
	const blocks = busiest.flatMap(({ sort, within, value, processes }) => {
		const unit = sort === "utilization" ? "share" : "bytes";
		const isMinute = within.to + 1 - within.from <= minuteMs;
		const title = words.worst[sort](
			isMinute ? voice.time(within.from, minuteMs) : voice.stretch(within.from, within.to + 1),
			voice.quantity(value, unit),
		);
		if (processes.length === 0) return [subheading(paper, title), paragraph(paper, words.noProcesses)];
		const cells = processes.map((use) => [
			use.name,
			String(use.pid),
			use.user ?? "–",
			use.container ?? "–",
			voice.quantity(use.utilization, "share"),
			voice.quantity(use.residentBytes, "bytes"),
			voice.quantity(use.readBytesPerSecond, "bytes/s"),
			voice.quantity(use.writtenBytesPerSecond, "bytes/s"),
		]);
		return [subheading(paper, title), ...table(paper, heads, cells)];
	});
	return [heading(voice, ({ chapters }) => chapters.busiest), ...blocks, space(10)];
}

/** The last page: how much is known, in which steps, and how the numbers were made. */
export function composeBasis(report: Report, paper: Paper, voice: Voice): Block[] {
	const { words } = voice;
	const { columns } = words;
	const heads: Column[] = [
		{ title: columns.chapter, share: 28 },
		{ title: columns.covered, share: 42 },
		{ title: columns.tier, share: 14, align: "right" },
		{ title: columns.step, share: 14, align: "right" },
		{ title: columns.coverage, share: 12, align: "right" },
	];
	const cells = report.families.map(({ id, from, until, tierStepMs, stepMs, coverage }) => [
		words.families[id],
		voice.stretch(from, until - report.readingMs),
		voice.step(tierStepMs),
		voice.step(stepMs),
		voice.quantity(coverage, "share"),
	]);
	const tiers = report.kept.tiers.map(({ stepMs, from }) => [
		voice.step(stepMs),
		from === null ? "–" : voice.time(from),
	]);
	return [
		heading(voice, ({ chapters }) => chapters.basis),
		...(cells.length > 0 ? [...table(paper, heads, cells), space(8)] : []),
		...words.basis.map((text) => paragraph(paper, text)),
		...(report.kept.reason === null ? [] : [paragraph(paper, words.notKept(report.kept.reason))]),
		...(report.untold > 0 ? [paragraph(paper, words.untold(voice.number(report.untold)))] : []),
		space(4),
		...table(
			paper,
			[
				{ title: columns.tier, share: 30 },
				{ title: columns.reachesBack, share: 70 },
			],
			tiers,
		),
	];
}
