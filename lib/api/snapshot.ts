import { z } from "zod";
import { json, readQuery, route, text } from "@/lib/http";
import { getServer } from "@/lib/server";
import { eventNames } from "./event-names";

/** `GET /api/snapshot`: the present state as JSON; with `?since=` also what the stream would have replayed after that id. */
export const getSnapshot = route((request, { principal }) => {
	const server = getServer();
	const query = z.object({ events: eventNames(principal), since: text(128) });
	const { events: names, since } = readQuery(request, query);
	const selection = names && new Set(names);
	return json({
		...server.state(selection, principal),
		...(since !== null && server.since(since, selection)),
	});
});
