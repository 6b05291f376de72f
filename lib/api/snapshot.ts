import { z } from "zod";
import { json, nameList, readQuery, route, text } from "@/lib/http";
import { stateNames } from "@/lib/metrics/types";
import { getServer } from "@/lib/server";

const snapshotQuery = z.object({ events: nameList(stateNames), since: text(128) });

/** `GET /api/snapshot`: the present state as JSON; with `?since=` also what the stream would have replayed after that id. */
export const getSnapshot = route((request) => {
	const { events: names, since } = readQuery(request, snapshotQuery);
	const server = getServer();
	const selection = names && new Set(names);
	return json({ ...server.state(selection), ...(since !== null && server.since(since, selection)) });
});
