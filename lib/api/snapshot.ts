import { z } from "zod";
import { json, nameList, readQuery, route, text } from "@/lib/http";
import { stateNames } from "@/lib/metrics/types";
import { getServer } from "@/lib/server";

/** `GET /api/snapshot`: the present state as JSON; with `?since=` also what the stream would have replayed after that id. */
export const getSnapshot = route((request) => {
	const server = getServer();
	const events = nameList<string>([...stateNames, ...server.streams.names]);
	const { events: names, since } = readQuery(request, z.object({ events, since: text(128) }));
	const selection = names && new Set(names);
	return json({ ...server.state(selection), ...(since !== null && server.since(since, selection)) });
});
