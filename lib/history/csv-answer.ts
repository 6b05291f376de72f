import { frame } from "@/lib/framed";
import { type CsvTable, csvHeader, csvRows } from "./csv";
import { checkSize, planRange, type RangeQuestion } from "./plan";
import type { HistoryStore } from "./types";

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
		const table = { columns: plan.metrics, single: range.stepMs === finestMs };
		return frame({}, encoder.encode(csvHeader(table) + csvRows(table, range, true).text));
	}
	const { name: tier, stepMs, from: oldest } = plan.tier;
	// Before the oldest reading there is nothing to slice through.
	const from = Math.max(question.from, oldest ?? question.to);
	const table = { columns: plan.metrics, single: stepMs === finestMs };
	return answerSlice(store, { ...table, tier, from, empty: true }, question.to, csvHeader(table));
}

function answerSlice(
	store: HistoryStore,
	place: CsvPlace,
	to: number,
	header: string,
): Uint8Array<ArrayBuffer> {
	const stepMs = store.kept.tiers.find(({ name }) => name === place.tier)?.stepMs;
	// No metrics would mean all of them.
	if (stepMs === undefined || place.columns.length === 0 || place.from > to)
		return frame({}, encoder.encode(header));
	const steps = Math.max(1, Math.floor(slicePoints / place.columns.length));
	const last = Math.min(to, place.from + steps * stepMs - 1);
	const metrics = [...place.columns];
	const range = store.range({ metrics, from: place.from, to: last, points: steps, tier: place.tier });
	const { text, empty } = csvRows(place, range, place.empty);
	const body = encoder.encode(header + text);
	// Later than the newest reading there is nothing.
	if (last >= to || range.to < Math.floor(last / stepMs) * stepMs) return frame({}, body);
	const from = empty ? Math.max(last + 1, endOfGap(store, last, stepMs)) : last + 1;
	return frame({ next: { ...place, from, empty } satisfies CsvPlace }, body);
}

/** The step in which the stretch without readings that holds this time ends: months in which the server was off are not sliced through. */
function endOfGap(store: HistoryStore, time: number, stepMs: number): number {
	const end = Math.max(time, ...store.facts(time, time).map((fact) => fact.until ?? time)) + 1;
	return Math.floor(end / stepMs) * stepMs;
}
