import { z } from "zod";
import { json, readQuery, route, slowRoute } from "@/lib/http";
import { askHistory } from "./ask-history";
import { toRange } from "./history-query";
import { time } from "./time";

const defaultRangeMs = 7 * 24 * 3_600_000;
const factsQuery = z.object({ from: time(), to: time() });

/** `GET /api/history/facts`: what happened to the time line, by default in the last 7 days, without the numbers of `/api/history`. */
export const getFacts = slowRoute(async (request) => {
	const range = toRange(readQuery(request, factsQuery), defaultRangeMs);
	const { body } = await askHistory("facts", range, request.signal);
	return new Response(body, { headers: json(null).headers });
});

/** `HEAD /api/history/facts`. */
export const headFacts = route((request) => {
	toRange(readQuery(request, factsQuery), defaultRangeMs);
	return new Response(null, { headers: json(null).headers });
});
