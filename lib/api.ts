import { z } from "zod";
import { isWithin } from "./flatten";
import {
	acceptsGzip,
	eventStream,
	HttpError,
	json,
	nameList,
	oneOf,
	readQuery,
	route,
	slowRoute,
	text,
	wholeNumber,
} from "./http";
import { processSorts, type SortOrder, stateNames } from "./metrics/types";
import { getServer } from "./server";

const events = nameList(stateNames);
const id = text(128);
// What divides a minute, so that the seconds are the same ones each minute; and few, for each is kept for a replay.
const every = oneOf([1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60]);

function readStreamQuery(request: Request) {
	const hosts = nameList([getServer().host]);
	return readQuery(request, z.object({ events, hosts, every, last_event_id: id }));
}

/**
 * `GET /api/stream`: the live feed. The `Last-Event-ID` header wins over `?last_event_id=`. When all places are taken,
 * a first connection gets 503; one that comes back, which in a browser would then give up for ever, is told `busy`.
 */
export const getStream = route((request) => {
	const { events: names, every, last_event_id } = readStreamQuery(request);
	const lastEventId = request.headers.get("last-event-id") ?? last_event_id;
	const opened = getServer().openStream(request, {
		names,
		every,
		lastEventId,
		gzip: acceptsGzip(request),
	});
	if ("body" in opened) return eventStream(opened.body);
	if (lastEventId !== null) return eventStream(opened.lastWord);
	throw new HttpError(503, "busy", "All places for streams are taken; try again later.", {
		"Retry-After": String(Math.ceil(opened.retryMs / 1_000)),
	});
});

/** `HEAD /api/stream`: without it Next would run the GET and leak its stream for ever. */
export const headStream = route((request) => {
	readStreamQuery(request);
	return eventStream(null);
});

const snapshotQuery = z.object({ events, since: id });

/** `GET /api/snapshot`: the present state as JSON; with `?since=` also what the stream would have replayed after that id. */
export const getSnapshot = route((request) => {
	const { events: names, since } = readQuery(request, snapshotQuery);
	const server = getServer();
	const selection = names && new Set(names);
	return json({ ...server.state(selection), ...(since !== null && server.since(since, selection)) });
});

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

/** `GET /api/health`: 200 while readings arrive, else 503 with the reason. */
export const getHealth = route(() => {
	const health = getServer().health();
	return json(health, { status: health.status === "ok" ? 200 : 503 });
});
