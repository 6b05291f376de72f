import { z } from "zod";
import type { Principal } from "@/lib/access/types";
import { HttpError, json, parseJson, readQuery, readTyped, route, slowRoute, text } from "@/lib/http";
import { getServer } from "@/lib/server";
import { checkName } from "@/lib/stream-names";
import type { Push } from "@/lib/streams/own-streams";
import { mostBytes, readText, readValues } from "@/lib/streams/values";

const pushQuery = z.object({ title: text(80), unit: text(16) });
const noQuery = z.object({});

/** `GET /api/streams`: every stream that is pushed, with its newest push. */
export const getStreams = route((request) => {
	readQuery(request, noQuery);
	const { streams } = getServer();
	const { newest } = streams;
	const { time, streams: all } = streams.list;
	return json({ time, streams: all.map((stream) => ({ ...stream, newest: newest[stream.name] })) });
});

/** `HEAD /api/streams`. */
export const headStreams = route((request) => {
	readQuery(request, noQuery);
	return new Response(null, { headers: json(null).headers });
});

/**
 * `POST /api/streams/[name]`: pushes numbers and text, as JSON, or plain text alone. 201 for the first push of a stream,
 * 429 where it is too much, 409 where there is no room for it.
 */
export const postStream = slowRoute(async (request, { principal, parameters }) => {
	const { title, unit } = readQuery(request, pushQuery);
	const name = readName(parameters.name);
	const push = await readPush(request);
	const pushed = getServer().streams.push({ name, ...push, title, unit, pusher: pusherOf(principal) });
	if (pushed.name === "pushed") return json({ time: pushed.time }, { status: pushed.isNew ? 201 : 200 });
	if (pushed.name === "full") {
		throw new HttpError(
			409,
			"too_many",
			`There are ${pushed.most} streams, and no more: DELETE one of them.`,
		);
	}
	if (pushed.name === "tooManyFields") {
		throw new HttpError(
			409,
			"too_many_fields",
			`expected at most ${pushed.most} fields in all pushes of a stream together; DELETE it to begin anew`,
		);
	}
	throw new HttpError(429, "too_fast", "This is pushed too fast or by too much; try again later.", {
		"Retry-After": String(Math.ceil(pushed.waitMs / 1_000)),
	});
});

/** `DELETE /api/streams/[name]`: forgets a stream; what the history has of it stays there. */
export const deleteStream = route((request, { parameters }) => {
	readQuery(request, noQuery);
	const name = readName(parameters.name);
	if (getServer().streams.remove(name)) return json({ removed: name });
	throw new HttpError(404, "not_found", "There is no such stream.");
});

function readName(name = ""): string {
	return refusing(() => {
		checkName(name);
		return name;
	});
}

async function readPush(request: Request): Promise<Pick<Push, "values" | "bytes">> {
	const { kind, text } = await readTyped(request, ["application/json", "text/plain"], mostBytes);
	const bytes = Buffer.byteLength(text);
	return {
		bytes,
		values: refusing(() => (kind === "text/plain" ? readText(text) : readValues(parseJson(text)))),
	};
}

function refusing<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (error instanceof RangeError) throw new HttpError(400, "bad_request", error.message);
		throw error;
	}
}

/** Each token has a limit of its own, and so has each account, however many sessions it has. */
function pusherOf({ kind, name, id }: Principal): Push["pusher"] {
	return { key: `${kind} ${kind === "token" ? id : name}`, name };
}
