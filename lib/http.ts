import { z } from "zod";
import { judge } from "@/lib/access/shared";
import type { Verdict } from "@/lib/access/types";
import { createLog } from "@/lib/log";
import { Seldom } from "@/lib/seldom";

const log = createLog("http");
const seldom = new Seldom();
const mostPath = 200;

/** What a route answers with when the request is at fault. */
export class HttpError extends Error {
	override name = "HttpError";

	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly headers: Record<string, string> = {},
	) {
		super(message);
	}
}

/** JSON that no cache may keep. */
export function json(
	body: unknown,
	{ status, headers }: { status?: number; headers?: Record<string, string> } = {},
): Response {
	return Response.json(body, { status, headers: { "Cache-Control": "no-store", ...headers } });
}

/** Who asks, and what stands in the path in place of `[id]`. */
export type Admitted = Pick<Extract<Verdict, { admitted: true }>, "principal" | "parameters">;

/**
 * Makes a route handler, which only what the table of routes admits comes to. Turns what is thrown into an answer: an
 * HttpError into its own, the rest into a 500 without details.
 */
export function route(
	handle: (request: Request, admitted: Admitted) => Response,
): (request: Request) => Response {
	return (request) => {
		try {
			return handle(request, admit(request));
		} catch (error) {
			return answerError(request, error);
		}
	};
}

/** The same of a handler that has to wait for its answer. */
export function slowRoute(
	handle: (request: Request, admitted: Admitted) => Promise<Response>,
): (request: Request) => Promise<Response> {
	return async (request) => {
		try {
			return await handle(request, admit(request));
		} catch (error) {
			return answerError(request, error);
		}
	};
}

// proxy.ts has judged already; but it has been a hole of Next's before, so a route does not rely on it (CVE-2025-29927).
function admit(request: Request): Admitted {
	const verdict = judge(request, "route");
	if (verdict.admitted) return verdict;
	const { status, code, message, headers } = verdict;
	throw new HttpError(status, code, message, headers);
}

function answerError(request: Request, error: unknown): Response {
	if (error instanceof HttpError) return answer(error);
	const untold = seldom.ask();
	if (untold !== null) {
		const more = untold > 0 ? ` (${untold} more before it)` : "";
		log.error(`${request.method} ${new URL(request.url).pathname.slice(0, mostPath)}${more}`, error);
	}
	return answer(new HttpError(500, "internal", "The server failed to answer; its log says why."));
}

/** The one form of every error: `{ error: { code, message } }`. */
export function answer({
	status,
	code,
	message,
	headers,
}: Pick<HttpError, "status" | "code" | "message" | "headers">): Response {
	// Not to be compressed either: who cannot read gzip must be able to read what is wrong.
	const all = { "Cache-Control": "no-store, no-transform", ...headers };
	if (status === 204) return new Response(null, { status, headers: all });
	return json({ error: { code, message } }, { status, headers: all });
}

const eventStreamHeaders = {
	"Content-Type": "text/event-stream; charset=utf-8",
	// Without no-transform Next and proxies gzip the stream, and hold events back to fill a block.
	"Cache-Control": "no-cache, no-transform",
	"X-Accel-Buffering": "no",
	Vary: "Accept-Encoding",
	// A stream's socket is never used again; this lets the server leave at once. HTTP/1.1 only: proxies drop it.
	Connection: "close",
};

/** An answer of server-sent events; without a body, the answer to HEAD. */
export function eventStream(body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | null): Response {
	return new Response(body, { headers: eventStreamHeaders });
}

/** Whether an answer to this request may be gzip (RFC 9110, 12.5.3). Without the header it may not: `curl` shows what it gets. */
export function acceptsGzip(request: Request): boolean {
	const weights = new Map(
		(request.headers.get("accept-encoding") ?? "").split(",").map((part) => {
			const [coding = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
			const weight = parameters.find((parameter) => parameter.startsWith("q="));
			return [coding, weight ? Number(weight.slice(2)) : 1];
		}),
	);
	return (weights.get("gzip") ?? weights.get("*") ?? 0) > 0;
}

/**
 * Checks the query of a request against a schema: each parameter as the list of its values. An unknown parameter is
 * an error too, but for those that begin with `_`, which others use against caches.
 */
export function readQuery<S extends z.ZodObject>(request: Request, schema: S): z.infer<S> {
	const { searchParams } = new URL(request.url);
	const names = Object.keys(schema.shape);
	const values: Record<string, string[]> = {};
	for (const name of new Set(searchParams.keys())) {
		if (name.startsWith("_")) continue;
		if (!names.includes(name)) {
			throw new HttpError(
				400,
				"bad_request",
				`expected parameters out of ${names.join(", ")}; got "${name}"`,
			);
		}
		values[name] = searchParams.getAll(name);
	}
	const parsed = schema.safeParse(values);
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	throw new HttpError(400, "bad_request", `${String(issue?.path[0] ?? "query")}: ${issue?.message}`);
}

/** A list of names out of `allowed`, given with commas or again and again; absent is `null`, all of them. */
export function nameList<N extends string>(allowed: readonly N[]) {
	return z
		.array(z.string())
		.optional()
		.transform((lists, context): N[] | null => {
			if (!lists) return null;
			const names = lists.flatMap((list) => list.split(","));
			const wrong = names.find((name) => !allowed.includes(name as N));
			if (wrong === undefined) return [...new Set(names)] as N[];
			context.addIssue(`expected names out of ${allowed.join(", ")}; got "${wrong}"`);
			return z.NEVER;
		});
}

/** One whole number between two bounds. */
export function wholeNumber(min: number, max: number) {
	return z
		.array(z.string())
		.optional()
		.transform((values, context): number | null => {
			if (!values) return null;
			const [digits = ""] = values;
			const value = Number(digits);
			// Not Number alone, to which " 5", "0x10" and "1e1" are numbers too.
			if (values.length === 1 && /^\d+$/.test(digits) && value >= min && value <= max) return value;
			context.addIssue(`expected one whole number from ${min} to ${max}, got "${values.join('", "')}"`);
			return z.NEVER;
		});
}

/** One number or word out of a few. */
export function oneOf<N extends number | string>(allowed: readonly N[]) {
	return z
		.array(z.string())
		.optional()
		.transform((values, context): N | null => {
			if (!values) return null;
			const number = allowed.find((one) => values.length === 1 && String(one) === values[0]);
			if (number !== undefined) return number;
			context.addIssue(`expected one of ${allowed.join(", ")}; got "${values.join('", "')}"`);
			return z.NEVER;
		});
}

/** One piece of text of at most `max` characters. */
export function text(max: number) {
	return z
		.array(z.string())
		.optional()
		.transform((values, context): string | null => {
			if (!values) return null;
			const [value = ""] = values;
			if (values.length === 1 && value.length <= max) return value;
			context.addIssue(
				`expected one value of at most ${max} characters, got ${values.length} of ${value.length}`,
			);
			return z.NEVER;
		});
}

/**
 * Reads the body of a request, JSON or, only where that is wanted, a form's, and checks it against a schema. Throws an
 * HttpError: 413 above so many bytes, 415 for other kinds, 400 for what does not fit.
 */
export async function readBody<S extends z.ZodType>(
	request: Request,
	schema: S,
	{ form = false, mostBytes = 4_096 } = {},
): Promise<z.infer<S>> {
	// A page elsewhere can send a form without asking first, JSON it cannot.
	const kinds = form ? [jsonKind, formKind] : [jsonKind];
	const { kind, text } = await readTyped(request, kinds, mostBytes);
	const parsed = schema.safeParse(
		kind === jsonKind ? parseJson(text) : Object.fromEntries(new URLSearchParams(text)),
	);
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	throw new HttpError(400, "bad_request", `${issue?.path.join(".") || "body"}: ${issue?.message}`);
}

const jsonKind = "application/json";
const formKind = "application/x-www-form-urlencoded";
const kindWords: Record<string, string> = {
	[jsonKind]: "JSON",
	[formKind]: "a form's fields",
	"text/plain": "plain text",
};

/** The text of a body of one of these kinds. Throws an HttpError: 415 for other kinds, 413 above so many bytes. */
export async function readTyped(
	request: Request,
	kinds: string[],
	mostBytes: number,
): Promise<{ kind: string; text: string }> {
	const kind = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
	if (!kinds.includes(kind)) {
		const expected = kinds.map((one) => kindWords[one]).join(" or ");
		throw new HttpError(415, "unsupported_type", `expected ${expected}, got "${kind}"`);
	}
	return { kind, text: await readText(request, mostBytes) };
}

async function readText(request: Request, mostBytes: number): Promise<string> {
	const decoder = new TextDecoder();
	let text = "";
	let bytes = 0;
	for await (const chunk of request.body ?? []) {
		bytes += chunk.length;
		if (bytes > mostBytes)
			throw new HttpError(413, "too_large", `expected at most ${mostBytes} bytes, got more`);
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}

/** Throws an HttpError for what is no JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new HttpError(400, "bad_request", "body: expected JSON, got something else");
	}
}
