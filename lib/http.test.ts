import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { admitAll } from "@/lib/access/admit-all";
import {
	acceptsGzip,
	answer,
	eventStream,
	HttpError,
	nameList,
	oneOf,
	readBody,
	readQuery,
	route,
	text,
	wholeNumber,
} from "./http";

beforeEach(() => admitAll());

const schema = z.object({
	events: nameList(["cpu", "load"]),
	points: wholeNumber(1, 10),
	after: text(3),
	every: oneOf([1, 5]),
});
const ask = async (query: string) => {
	const response = route((request) => Response.json(readQuery(request, schema)))(
		new Request(`http://h/${query}`),
	);
	return { status: response.status, body: await response.json() };
};

describe("readQuery", () => {
	it.each([
		["?events=cpi", 'events: expected names out of cpu, load; got "cpi"'],
		["?events=", 'events: expected names out of cpu, load; got ""'],
		["?events=cpu,", 'events: expected names out of cpu, load; got ""'],
		["?event=cpu", 'expected parameters out of events, points, after, every; got "event"'],
		["?points=0", 'points: expected one whole number from 1 to 10, got "0"'],
		["?points=", 'points: expected one whole number from 1 to 10, got ""'],
		["?points=1e1&points=2", 'points: expected one whole number from 1 to 10, got "1e1", "2"'],
		["?points=1e1", 'points: expected one whole number from 1 to 10, got "1e1"'],
		["?points=0x5", 'points: expected one whole number from 1 to 10, got "0x5"'],
		["?points=%205", 'points: expected one whole number from 1 to 10, got " 5"'],
		["?points=%2B5", 'points: expected one whole number from 1 to 10, got "+5"'],
		["?every=05", 'every: expected one of 1, 5; got "05"'],
		["?every=1&every=5", 'every: expected one of 1, 5; got "1", "5"'],
		["?every=", 'every: expected one of 1, 5; got ""'],
		["?after=abcd", "after: expected one value of at most 3 characters, got 1 of 4"],
	])("answers 400 to %s with what was expected and what came", async (query, message) => {
		expect(await ask(query)).toEqual({ status: 400, body: { error: { code: "bad_request", message } } });
	});

	it("reads lists with commas, again and again, each name once", async () => {
		expect((await ask("?events=load,cpu&events=load&points=5&_=123")).body).toEqual({
			events: ["load", "cpu"],
			points: 5,
			after: null,
			every: null,
		});
	});
});

describe("acceptsGzip", () => {
	it.each([
		["gzip", true],
		["gzip, deflate, br, zstd", true],
		["br;q=1.0, GZIP;q=0.5", true],
		["*", true],
		["gzip;q=0", false],
		["gzip;q=0, *", false],
		["*;q=0", false],
		["identity", false],
		["br", false],
		["gzipped", false],
		["gzip;q=many", false],
		["", false],
	])("%s: %s", (header, expected) => {
		expect(acceptsGzip(new Request("http://h/", { headers: { "accept-encoding": header } }))).toBe(expected);
	});

	it("is not to be guessed where it is not said", () => {
		expect(acceptsGzip(new Request("http://h/"))).toBe(false);
	});
});

describe("route", () => {
	beforeEach(() => vi.spyOn(process.stderr, "write").mockReturnValue(true));
	afterEach(() => vi.restoreAllMocks());

	it("keeps the details of what was not expected to itself", async () => {
		const answer = route(() => {
			throw new Error("password is hunter2");
		})(new Request("http://h/x"));
		expect(answer.status).toBe(500);
		expect(await answer.text()).not.toContain("hunter2");
	});
});

describe("HttpError", () => {
	it("is answered with its headers", async () => {
		const answer = route(() => {
			throw new HttpError(503, "busy", "full", { "Retry-After": "30" });
		})(new Request("http://h/x"));
		expect([answer.status, answer.headers.get("retry-after"), await answer.json()]).toEqual([
			503,
			"30",
			{ error: { code: "busy", message: "full" } },
		]);
	});
});

describe("eventStream", () => {
	it("carries what keeps Next, nginx and caches from holding events back", () => {
		expect(Object.fromEntries(eventStream(null).headers)).toEqual({
			"cache-control": "no-cache, no-transform",
			connection: "close",
			"content-type": "text/event-stream; charset=utf-8",
			vary: "Accept-Encoding",
			"x-accel-buffering": "no",
		});
	});
});

describe("readBody", () => {
	const read = (type: string, body: string, options?: { form: boolean }) =>
		readBody(
			new Request("http://h/", { method: "POST", body, headers: { "content-type": type } }),
			z.strictObject({ name: z.string() }),
			options,
		);

	it.each(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""])(
		"takes no %j, which a page elsewhere can send without asking, unless it is told to",
		async (type) => {
			const body = type.startsWith("text") ? '{"name":"x"}' : "name=x";
			await expect(read(type, body)).rejects.toMatchObject({ status: 415 });
		},
	);

	it("takes JSON, and a form where it is told to", async () => {
		expect(await read("application/json; charset=utf-8", '{"name":"x"}')).toEqual({ name: "x" });
		const form = "application/x-www-form-urlencoded;charset=UTF-8";
		expect(await read(form, "name=x", { form: true })).toEqual({ name: "x" });
		await expect(read("text/plain", '{"name":"x"}', { form: true })).rejects.toMatchObject({ status: 415 });
	});
});

describe("answer", () => {
	it("has no body where there may be none", async () => {
		const ended = answer({
			status: 204,
			code: "signed_out",
			message: "Sign in.",
			headers: { Vary: "Origin" },
		});
		expect([ended.status, ended.headers.get("vary"), ended.headers.get("content-type"), ended.body]).toEqual([
			204,
			"Origin",
			null,
			null,
		]);
		// A cache may keep a 204 of its own accord (RFC 9110, 15.3.5), and give it to who is signed in.
		expect(ended.headers.get("cache-control")).toBe("no-store, no-transform");
	});
});
