import { frame } from "@/lib/framed";
import { type CsvTable, csvHeader, csvRows } from "./csv";
import { checkSize, planRange, type RangePlan, type RangeQuestion } from "./plan";
import type { HistoryStore, KeptTier } from "./types";

/** Where an export goes on. */
export interface CsvPlace extends CsvTable {
	tier: string;
	from: number;
	/** Whether the line before was one of empty cells. */
	empty: boolean;
}

export interface CsvQuestion extends RangeQuestion {
	/** Of the slice before; `null` for the first. */
	place: CsvPlace | null;
}

/** Of all series in one slice: some milliseconds of work, between which the thread keeps ticks and answers others. */
const slicePoints = 30_000;
const encoder = new TextEncoder();

/**
 * The next slice of a range as framed CSV, with where the one after it begins, if there is one. Points come in one
 * slice, the steps of a tier in as many as need be. Throws a QuestionError for what cannot be asked.
 */
export function answerCsv(store: HistoryStore, { place, ...question }: CsvQuestion): Uint8Array<ArrayBuffer> {
	if (place) return answerSlice(store, place, question.to, "");
	const plan = planRange(store, question);
	const finestMs = store.kept.tiers[0]?.stepMs ?? 1_000;
	if (!plan.tier) {
		checkSize(plan, finestMs);
		const range = store.range(plan.query);
		const table = { columns: plan.metrics, single: range.stepMs === finestMs && !hasOwn(store, plan) };
		return frame({}, encoder.encode(csvHeader(table) + csvRows(table, range, true).text));
	}
	const { name: tier, stepMs, from: oldest } = plan.tier;
	// Before the oldest reading there is nothing to slice through.
	const from = Math.max(question.from, Math.min(oldest ?? question.to, plan.ownFrom ?? question.to));
	// Of one's own there may be several readings in the finest step.
	const table = { columns: plan.metrics, single: stepMs === finestMs && !hasOwn(store, plan) };
	return answerSlice(store, { ...table, tier, from, empty: true }, question.to, csvHeader(table));
}

const hasOwn = (store: HistoryStore, { metrics }: RangePlan) => store.nextOwn(metrics, 0) !== null;

function answerSlice(
	store: HistoryStore,
	place: CsvPlace,
	to: number,
	header: string,
): Uint8Array<ArrayBuffer> {
	const tier = store.kept.tiers.find(({ name }) => name === place.tier);
	// No metrics would mean all of them.
	if (!tier || place.columns.length === 0 || place.from > to) return frame({}, encoder.encode(header));
	const { stepMs } = tier;
	const steps = Math.max(1, Math.floor(slicePoints / place.columns.length));
	const last = Math.min(to, place.from + steps * stepMs - 1);
	const metrics = [...place.columns];
	const range = store.range({ metrics, from: place.from, to: last, points: steps, tier: place.tier });
	const { text, empty } = csvRows(place, range, place.empty);
	const body = encoder.encode(header + text);
	// Later than the newest reading there is nothing.
	if (last >= to || range.to < Math.floor(last / stepMs) * stepMs) return frame({}, body);
	const from = empty ? Math.max(last + 1, nextKnown(store, metrics, last, tier)) : last + 1;
	if (from > to) return frame({}, body);
	return frame({ next: { ...place, from, empty } satisfies CsvPlace }, body);
}

/**
 * The step that ends the stretch without readings that holds this time: months in which the server was off, or was not
 * there yet, are not sliced through.
 */
function nextKnown(store: HistoryStore, metrics: string[], time: number, tier: KeptTier): number {
	const off = Math.max(time, ...store.facts(time, time).map((fact) => fact.until ?? time)) + 1;
	const measured = Math.max(off, tier.from ?? Number.POSITIVE_INFINITY);
	const next = Math.min(measured, store.nextOwn(metrics, time + 1) ?? Number.POSITIVE_INFINITY);
	return Math.floor(next / tier.stepMs) * tier.stepMs;
}
