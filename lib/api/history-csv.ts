import type { Principal } from "@/lib/access/types";
import { fileTime } from "@/lib/file-time";
import type { Answer } from "@/lib/framed";
import { HttpError } from "@/lib/http";
import { getServer } from "@/lib/server";
import { askHistory } from "./ask-history";
import { createExports } from "./exports";
import type { HistoryRequest } from "./history-query";

const exports = createExports({ places: 8, stallMs: 60_000 });

/** A range as CSV, slice by slice as fast as the client reads and as long as it may; 503 while too many others read one. */
export async function answerCsv(
	request: Request,
	query: HistoryRequest,
	principal: Principal,
): Promise<Response> {
	const ask = (place: object | null): Promise<Answer> =>
		askHistory("csv", { ...query, place }, request.signal);
	const ended = new AbortController();
	const unhold = getServer().access.hold(principal, () => ended.abort());
	const body = await exports.open(ask, [request.signal, getServer().closing, ended.signal], unhold);
	if (body) return new Response(body, { headers: csvHeaders(query) });
	throw new HttpError(503, "busy", "All places for exports are taken; try again later.", {
		"Retry-After": "30",
	});
}

export function csvHeaders({ from, to }: HistoryRequest): Record<string, string> {
	const host = getServer().host.replace(/[^\w.-]/g, "-");
	const name = `hostbeat-${host}-${fileTime(from)}-${fileTime(to)}.csv`;
	return {
		"Content-Type": "text/csv; charset=utf-8; header=present",
		"Content-Disposition": `attachment; filename="${name}"`,
		// What is made as fast as it is read must not be gathered for a compressor.
		"Cache-Control": "no-store, no-transform",
		Vary: "Accept",
	};
}
