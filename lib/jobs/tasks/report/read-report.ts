import { isWithin } from "@/lib/flatten";
import type { TaskContext } from "@/lib/jobs/types";
import { type FamilyId, metricsOf, type PlannedFamily } from "./families";
import { plainGaps } from "./gaps";
import { planFamilies } from "./plan-families";
import { Questions, type Stretch } from "./questions";
import { readBusiest } from "./read-busiest";
import { FamilyReader, readingMsOf } from "./read-family";
import type { ReadFamily, Report } from "./report-model";
import { missingMs } from "./statistics";

/** What a report is to be of. */
export interface Wanted extends Stretch {
	madeAt: number;
	/** Names of series or their beginnings; none is all. */
	metrics: string[];
}

/** Few enough for thousands of series at once: it is only looked what there is, and how large. */
const glancePoints = 12;

/** Reads all that a report says; `onFamily` is told before each family is read, with how many there are. */
export async function readReport(
	context: Pick<TaskContext, "ask" | "signal">,
	wanted: Wanted,
	onFamily: (id: FamilyId, index: number, count: number) => void,
): Promise<Report> {
	const questions = new Questions(context);
	const [about, kept] = [await questions.about(), await questions.kept()];
	const readingMs = readingMsOf(kept.tiers);
	const asked = { from: wanted.from, to: wanted.to };
	const newest = await questions.newest(Math.max(wanted.to, wanted.madeAt), kept);
	const glance = await questions.range([], wanted, glancePoints);
	const sizes = new Map(glance.series.map(({ metric, points }) => [metric, sizeOf(points)]));
	const names = [...sizes.keys()].filter((name) => isWanted(name, wanted.metrics));
	const plans = planFamilies(names, (metric) => sizes.get(metric) ?? 0);
	const facts = (await questions.facts(asked)) ?? glance.facts;
	const reader = new FamilyReader(questions, { asked, tiers: kept.tiers, facts, newest });
	const families: ReadFamily[] = [];
	for (const [index, plan] of plans.entries()) {
		onFamily(plan.id, index, plans.length);
		families.push(await reader.read(plan));
	}
	const gaps = reader.gaps ?? reader.explain(glance);
	return {
		about,
		asked,
		madeAt: wanted.madeAt,
		kept,
		readingMs,
		facts: facts.filter(({ until }) => until === null),
		gaps,
		missingMs: Math.min(wanted.to - wanted.from, missingMs(plainGaps(gaps), readingMs)),
		families,
		busiest: await readBusiest(questions, families),
		untold: names.length - countTold(plans),
	};
}

const sizeOf = (points: readonly (readonly [number, number | null, ...unknown[]])[]) =>
	points.reduce((most, [, mean]) => Math.max(most, mean ?? 0), 0);

const isWanted = (name: string, metrics: readonly string[]) =>
	metrics.length === 0 || metrics.some((metric) => isWithin(name, metric));

function countTold(plans: readonly PlannedFamily[]): number {
	return new Set(plans.flatMap(metricsOf)).size;
}
