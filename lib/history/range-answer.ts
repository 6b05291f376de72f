import { createHash } from "node:crypto";
import { frame } from "@/lib/framed";
import { checkSize, planRange, type RangeQuestion } from "./plan";
import { roundMean } from "./round-mean";
import type { HistoryRange, HistoryStore } from "./types";

export interface JsonQuestion extends RangeQuestion {
	/** Whether the answer is to have a hash. */
	hash: boolean;
}

/** What `/api/history` tells: with the names of which nothing is kept, where there are any. */
export type RangeAnswer = HistoryRange & { missing?: Record<string, string> };

const encoder = new TextEncoder();

/** A range as framed JSON. Throws a QuestionError for what cannot be asked, or is too much for one answer. */
export function answerRange(
	store: HistoryStore,
	{ hash, ...question }: JsonQuestion,
): Uint8Array<ArrayBuffer> {
	const plan = planRange(store, question);
	checkSize(plan, store.kept.tiers[0]?.stepMs ?? 1_000);
	const range: RangeAnswer = store.range(plan.query);
	for (const { points } of range.series) {
		// In place: of tens of thousands of points a copy would cost more than the rounding.
		for (const point of points) point[1] = roundMean(point);
	}
	if (Object.keys(plan.missing).length > 0) range.missing = plan.missing;
	const body = encoder.encode(JSON.stringify(range));
	return frame(hash ? { hash: createHash("sha256").update(body).digest("base64url") } : {}, body);
}
