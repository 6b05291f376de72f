import { z } from "zod";
import { busiestOf, mergeBusiest, type ProcessPeak, peakSorts } from "@/lib/history/busiest";
import { HttpError, json, oneOf, readQuery, route, slowRoute, wholeNumber } from "@/lib/http";
import { getServer } from "@/lib/server";
import { readFromHistory } from "./ask-history";
import { toRange } from "./history-query";
import { time } from "./time";

const defaultRangeMs = 10 * 60_000;
const minuteMs = 60_000;
const dayMs = 24 * 3_600_000;
const mostDays = 31;
const peaksQuery = z.object({ from: time(), to: time(), sort: oneOf(peakSorts), limit: wholeNumber(1, 100) });

/**
 * `GET /api/history/processes`: those that were greatest in any minute of a range, each in its greatest minute; by
 * default the 16 that used most of the processor in the last 10 minutes.
 */
export const getPeaks = slowRoute(async (request) => {
	const { from, to, sort, limit } = readPeaksQuery(request);
	const by = { sort: sort ?? ("utilization" as const), limit: limit ?? 16 };
	const lists: ProcessPeak[][] = [];
	// A day at a time, between which the history's thread can do what else there is.
	for (let start = from; start <= to && !request.signal.aborted; start += dayMs) {
		const end = Math.min(to, start + dayMs - 1);
		lists.push(
			await readFromHistory<ProcessPeak[]>("busiest", { from: start, to: end, ...by }, request.signal),
		);
	}
	// That of now is not kept yet.
	const { runningMinute: running } = getServer().history;
	const isWithin = running && running.time > from - minuteMs && running.time <= to;
	if (isWithin) lists.push(busiestOf([running], by));
	const processes = mergeBusiest(lists, by);
	if (processes.length > 0) return json({ from, to, processes });
	const missing = await readFromHistory<string>("whyNoProcesses", { from, to }, request.signal);
	return json({ from, to, processes, missing });
});

/** `HEAD /api/history/processes`. */
export const headPeaks = route((request) => {
	readPeaksQuery(request);
	return new Response(null, { headers: json(null).headers });
});

function readPeaksQuery(request: Request) {
	const query = readQuery(request, peaksQuery);
	const range = toRange(query, defaultRangeMs);
	const days = Math.ceil((range.to - range.from) / dayMs);
	if (days <= mostDays) return { ...query, ...range };
	throw new HttpError(400, "bad_request", `from: expected a range of at most ${mostDays} days, got ${days}`);
}
