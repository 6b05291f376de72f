import { randomInt } from "node:crypto";
import { z } from "zod";
import { answer, eventStream, HttpError, readQuery, slowRoute, text } from "@/lib/http";
import { JobStream } from "@/lib/jobs/job-stream";
import { getServer } from "@/lib/server";
import { encodeEvent } from "@/lib/sse/encode";
import { findJob } from "./find-job";
import { languageQuery, readLanguage } from "./language";

const streamQuery = z.object({ last_event_id: text(128), language: languageQuery });
const retryMs = () => randomInt(1_000, 5_000);

function readStream(request: Request) {
	const { last_event_id, language } = readQuery(request, streamQuery);
	const lastEventId = request.headers.get("last-event-id") ?? last_event_id;
	// One that is none of ours has nothing: it gets all.
	const after = /^\d{1,15}$/.test(lastEventId ?? "") ? Number(lastEventId) : 0;
	return { lastEventId, after, language: readLanguage(request, language) };
}

/**
 * `GET /api/jobs/[id]/stream`: what a job has said and says, from its first message on or from the one after
 * `Last-Event-ID`, which wins over `?last_event_id=`, to its end; 204 to whom has that.
 */
export const getJobStream = slowRoute(async (request, { principal, parameters }) => {
	const { lastEventId, after, language } = readStream(request);
	const log = await findJob(principal, parameters.id);
	if (log.isEnded && after >= log.newest)
		return answer({ status: 204, code: "over", message: "", headers: {} });
	const server = getServer();
	let stream: JobStream | null = null;
	const place = server.holdStream(request, principal, (event, data, retry) => {
		stream?.close(event, data, retry);
	});
	if ("retryMs" in place) {
		if (lastEventId !== null) return eventStream(place.lastWord);
		throw new HttpError(503, "busy", "All places for streams are taken; try again later.", {
			"Retry-After": String(Math.ceil(place.retryMs / 1_000)),
		});
	}
	stream = new JobStream({
		...{ log, after, language, encode: encodeEvent, retryMs: retryMs() },
		hello: { version: server.version },
		onClose: place.release,
	});
	const { body } = stream;
	// One that left while its job was looked for would never be heard of again.
	if (request.signal.aborted || place.isOver()) stream.drop();
	else request.signal.addEventListener("abort", stream.drop.bind(stream), { once: true });
	return eventStream(body);
});

/** `HEAD /api/jobs/[id]/stream`: without it Next would run the GET and leak its stream for ever. */
export const headJobStream = slowRoute(async (request, { principal, parameters }) => {
	readStream(request);
	await findJob(principal, parameters.id);
	return eventStream(null);
});
