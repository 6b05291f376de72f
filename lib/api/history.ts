import { route, slowRoute } from "@/lib/http";
import { askHistory } from "./ask-history";
import { answerCsv, csvHeaders } from "./history-csv";
import { type HistoryRequest, readHistoryQuery } from "./history-query";
import { inParts } from "./parts";

/** What is older than this changes only when the clock is set or history is given up. */
const settledMs = 60_000;

/** `GET /api/history`: what was measured, by default in the last 10 minutes, with at most 1,000 points a series. */
export const getHistory = slowRoute(async (request, { principal }) => {
	const query = readHistoryQuery(request);
	if (query.format === "csv") return answerCsv(request, query, principal);
	const { format, ...question } = query;
	const { head, body } = await askHistory("range", { ...question, hash: isClosed(query) }, request.signal);
	const headers = jsonHeaders(query, head.hash);
	const known = head.hash !== undefined && isKnown(request, head.hash);
	return known ? new Response(null, { status: 304, headers }) : new Response(inParts(body), { headers });
});

/** `HEAD /api/history`: without it Next would make the whole answer, and send none of it. */
export const headHistory = route((request) => {
	const query = readHistoryQuery(request);
	return new Response(null, { headers: query.format === "csv" ? csvHeaders(query) : jsonHeaders(query) });
});

const isClosed = ({ to }: HistoryRequest) => to < Date.now() - settledMs;

function jsonHeaders(query: HistoryRequest, hash?: string): Record<string, string> {
	return {
		"Content-Type": "application/json",
		// Asked for again each time: a roll-up or the end of what is kept may change even the past.
		"Cache-Control": isClosed(query) ? "private, no-cache" : "no-store",
		Vary: "Accept",
		// A weak one: it is compressed on its way for those who take that, and is then not the same byte for byte.
		...(hash !== undefined && { ETag: `W/"${hash}"` }),
	};
}

/** Whether the client has it already (RFC 9110, 13.1.2). */
function isKnown(request: Request, hash: string): boolean {
	const tags = (request.headers.get("if-none-match") ?? "")
		.split(",")
		.map((tag) => tag.trim().replace(/^W\//, ""));
	return tags.includes(`"${hash}"`) || tags.includes("*");
}
