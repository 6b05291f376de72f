import { z } from "zod";
import { isWithin } from "@/lib/flatten";
import { HttpError, json, readQuery, slowRoute, wholeNumber } from "@/lib/http";
import { getServer } from "@/lib/server";

// The last millisecond that a Date can hold.
const time = wholeNumber(0, 8_640_000_000_000_000);
const historyQuery = z.object({
	metric: z.array(z.string().max(200)).max(200).default([]),
	from: time,
	to: time,
	points: wholeNumber(1, 5_000),
});

/** `GET /api/history`: what is remembered of each metric, by default of the last 10 minutes. */
export const getHistory = slowRoute(async (request) => {
	const { history } = getServer();
	const query = readQuery(request, historyQuery);
	const metrics: string[] = JSON.parse(new TextDecoder().decode(await history.ask("metrics", null)));
	const wrong = query.metric.find((name) => !metrics.some((metric) => isWithin(metric, name)));
	if (wrong !== undefined) {
		const allowed = metrics.join(", ") || "none yet, for the first reading is still to come";
		const message = `metric: expected names, or beginnings of names, out of ${allowed}; got "${wrong}"`;
		throw new HttpError(400, "bad_request", message);
	}
	const to = query.to ?? Date.now();
	const from = query.from ?? to - 10 * 60_000;
	if (from > to) {
		throw new HttpError(400, "bad_request", `from: expected a time not after to (${to}), got ${from}`);
	}
	const body = await history.ask("range", { metrics: query.metric, from, to, points: query.points ?? 5_000 });
	return new Response(body, { headers: json(null).headers });
});
