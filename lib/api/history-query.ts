import { z } from "zod";
import { HttpError, oneOf, readQuery, text, wholeNumber } from "@/lib/http";
import { time } from "./time";

const mostMetrics = 200;
/** What a mount's path may be long. */
const longestName = 1_000;
const formats = ["json", "csv"] as const;
const defaultRangeMs = 10 * 60_000;

const metric = z
	.array(z.string())
	.default([])
	.transform((names, context) => {
		if (names.length > mostMetrics) {
			context.addIssue(
				`expected at most ${mostMetrics} names, got ${names.length}; the beginning of several, like cpu, is one`,
			);
		} else if (names.some((name) => name === "" || name.length > longestName)) {
			context.addIssue(`expected names of 1 to ${longestName} characters each`);
		}
		return names;
	});

const schema = z.object({
	metric,
	from: time(),
	to: time(),
	points: wholeNumber(1, 5_000),
	tier: text(20),
	format: oneOf(formats),
});

/** What a request asks of the history. */
export interface HistoryRequest {
	metrics: string[];
	from: number;
	to: number;
	points: number | null;
	tier: string | null;
	format: (typeof formats)[number];
}

/** Reads it from the query and, for the format, from what the request accepts; throws an HttpError. */
export function readHistoryQuery(request: Request): HistoryRequest {
	const { metric: metrics, points, tier, format, ...times } = readQuery(request, schema);
	if (points !== null && tier !== null) {
		throw new HttpError(
			400,
			"bad_request",
			`points: expected none beside tier, which gives each step; got ${points}`,
		);
	}
	return { metrics, ...toRange(times, defaultRangeMs), points, tier, format: format ?? accepted(request) };
}

/** What of the history is asked for: by default the newest `defaultMs`. */
export function toRange(
	times: { from: number | null; to: number | null },
	defaultMs: number,
): { from: number; to: number } {
	const to = times.to ?? Date.now();
	const from = times.from ?? Math.max(0, to - defaultMs);
	if (from <= to) return { from, to };
	throw new HttpError(400, "bad_request", `from: expected a time not after to (${to}), got ${from}`);
}

function accepted(request: Request): HistoryRequest["format"] {
	const types = (request.headers.get("accept") ?? "")
		.split(",")
		.map((type) => type.split(";")[0]?.trim().toLowerCase());
	return types.includes("text/csv") && !types.includes("application/json") ? "csv" : "json";
}
