import { z } from "zod";
import { json, readQuery, route, slowRoute } from "@/lib/http";
import type { HistoryStatus } from "@/lib/metrics/types";
import { getServer } from "@/lib/server";
import { readFromHistory } from "./ask-history";

const keptQuery = z.object({});

/** `GET /api/history/kept`: what is kept, for how long, and how large it is. */
export const getKept = slowRoute(async (request) => {
	readQuery(request, keptQuery);
	const kept = await readFromHistory<HistoryStatus>("kept", null, request.signal);
	// The memory that stands in for a file does not know why it does.
	return json({ ...kept, reason: kept.reason ?? getServer().history.kept.reason });
});

/** `HEAD /api/history/kept`. */
export const headKept = route((request) => {
	readQuery(request, keptQuery);
	return new Response(null, { headers: json(null).headers });
});
