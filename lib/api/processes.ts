import { z } from "zod";
import { HttpError, json, oneOf, readQuery, route, slowRoute, text, wholeNumber } from "@/lib/http";
import { processSorts, type SortOrder } from "@/lib/metrics/types";
import { getServer } from "@/lib/server";

const sortOrders: SortOrder[] = ["asc", "desc"];
const processesQuery = z.object({
	search: text(100),
	sort: oneOf(processSorts),
	order: oneOf(sortOrders),
	limit: wholeNumber(1, 100),
});

/** `GET /api/processes`: the processes that match a search, by default the busiest 16; 503 where they cannot be told. */
export const getProcesses = slowRoute(async (request) => {
	const { search, sort, order, limit } = readQuery(request, processesQuery);
	const isName = sort === "name" || sort === "pid";
	const query = {
		search: search?.trim() ?? "",
		sort: sort ?? "utilization",
		order: order ?? (isName ? "asc" : "desc"),
		limit: limit ?? 16,
	};
	const answer = await getServer().processes(query).catch(refuse);
	return json(answer);
});

function refuse(error: Error): never {
	const message = `The processes cannot be told: ${error.message}.`;
	throw new HttpError(503, "no_processes", message, { "Retry-After": "2" });
}

/** `HEAD /api/processes`: without it Next would ask for all of them and tell nothing. */
export const headProcesses = route((request) => {
	readQuery(request, processesQuery);
	return new Response(null, { headers: json(null).headers });
});
