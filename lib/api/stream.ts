import { z } from "zod";
import type { Principal } from "@/lib/access/types";
import { acceptsGzip, eventStream, HttpError, nameList, oneOf, readQuery, route, text } from "@/lib/http";
import { getServer } from "@/lib/server";
import { eventNames } from "./event-names";

const id = text(128);
// What divides a minute, so that the seconds are the same ones each minute; and few, for each is kept for a replay.
const every = oneOf([1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60]);

function readStreamQuery(request: Request, principal: Principal) {
	const hosts = nameList([getServer().host]);
	const events = eventNames(principal, ["job"]);
	return readQuery(request, z.object({ events, hosts, every, last_event_id: id }));
}

/**
 * `GET /api/stream`: the live feed. The `Last-Event-ID` header wins over `?last_event_id=`. When all places are taken,
 * a first connection gets 503; one that comes back, which in a browser would then give up for ever, is told `busy`.
 */
export const getStream = route((request, { principal }) => {
	const { events: names, every, last_event_id } = readStreamQuery(request, principal);
	const lastEventId = request.headers.get("last-event-id") ?? last_event_id;
	const opened = getServer().openStream(request, principal, {
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
export const headStream = route((request, { principal }) => {
	readStreamQuery(request, principal);
	return eventStream(null);
});
