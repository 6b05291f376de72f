import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { shareJudge } from "@/lib/access/shared";
import type { Principal } from "@/lib/access/types";
import type { Push, Pushed } from "@/lib/streams/own-streams";
import { deleteStream, getStreams, headStreams, postStream } from "./streams";

const key = Symbol.for("hostbeat.server");
const shared = globalThis as { [key]?: unknown };
const token: Principal = { kind: "token", name: "stock script", id: "t1", scopes: ["push"] };
const push = vi.fn((_push: Push): Pushed => ({ name: "pushed", time: 5, isNew: false }));
const remove = vi.fn((name: string) => name === "stock");
const json = { "Content-Type": "application/json; charset=utf-8" };

const post = (body: string, headers: Record<string, string> = json, path = "stock") =>
	postStream(new Request(`http://h/api/streams/${path}`, { method: "POST", body, headers }));
const told = async (answer: Response) => [answer.status, (await answer.json()).error.message];

beforeEach(() => {
	as("stock");
	const stream = { name: "stock", fields: [{ name: "price", kind: "number" }] };
	const newest = { stock: { time: 4, price: 7 } };
	shared[key] = { streams: { push, remove, newest, list: { time: 5, streams: [stream] } } };
});
afterEach(() => {
	shareJudge(null);
	delete shared[key];
	vi.clearAllMocks();
});

function as(name: string, principal = token) {
	shareJudge(() => ({ admitted: true, principal, parameters: { name }, headers: {} }));
}

describe("POST /api/streams/[name]", () => {
	it.each([
		["{", json, 400, "body: expected JSON, got something else"],
		["[]", json, 400, "body: expected an object of numbers and text, got a list"],
		['{"a":null}', json, 400, "a: expected a number or text, got null"],
		[`{"a":"${"x".repeat(4_096)}"}`, json, 413, "expected at most 4096 bytes, got more"],
		["a=1", { "Content-Type": "application/x-www-form-urlencoded" }, 415, "expected JSON or plain text"],
		["x".repeat(1_001), { "Content-Type": "text/plain" }, 400, "text: expected at most 1000 characters"],
	])("refuses %s, and pushes nothing", async (body, headers, status, message) => {
		expect(await told(await post(body, headers))).toEqual([status, expect.stringContaining(message)]);
		expect(push).not.toHaveBeenCalled();
	});

	it.each(["cpu", "streams", "Stock", "a_b"])("refuses the name %s", async (name) => {
		as(name);
		expect(await told(await post('{"a":1}'))).toEqual([400, expect.stringMatching(/^name: expected/)]);
		expect(push).not.toHaveBeenCalled();
	});

	it("refuses what it does not know in the address", async () => {
		expect(await told(await post('{"a":1}', json, "stock?time=1"))).toEqual([
			400,
			'expected parameters out of title, unit; got "time"',
		]);
	});

	it.each<[Pushed, number, string, string | null]>([
		[{ name: "wait", waitMs: 1_200 }, 429, "too_fast", "2"],
		[{ name: "full", most: 50 }, 409, "too_many", null],
		[{ name: "tooManyFields", most: 20 }, 409, "too_many_fields", null],
	])("answers %j with %d", async (pushed, status, code, retryAfter) => {
		push.mockReturnValueOnce(pushed);
		const answer = await post('{"a":1}');
		expect([answer.status, answer.headers.get("retry-after")]).toEqual([status, retryAfter]);
		expect((await answer.json()).error.code).toBe(code);
	});

	it("pushes JSON, or plain text as the field of that name, for whoever asks", async () => {
		push.mockReturnValueOnce({ name: "pushed", time: 5, isNew: true });
		const first = await post('{"price":1.5,"note":"é"}', json, "stock?title=Stock&unit=EUR");
		expect([first.status, await first.json()]).toEqual([201, { time: 5 }]);
		const next = await post("a\r\nb", { "Content-Type": "text/plain" });
		expect([next.status, await next.json()]).toEqual([200, { time: 5 }]);
		const pusher = { key: "token t1", name: "stock script" };
		expect(push.mock.calls).toEqual([
			[{ name: "stock", values: { price: 1.5, note: "é" }, bytes: 25, title: "Stock", unit: "EUR", pusher }],
			[{ name: "stock", values: { text: "a\r\nb" }, bytes: 4, title: null, unit: null, pusher }],
		]);
	});

	it("counts all sessions of an account as one", async () => {
		as("stock", { ...token, kind: "session", name: "admin" });
		await post('{"a":1}');
		expect(push.mock.calls[0]?.[0].pusher).toEqual({ key: "session admin", name: "admin" });
	});
});

it("DELETE removes a stream, and says where there is none", async () => {
	const ask = () => deleteStream(new Request("http://h/api/streams/x", { method: "DELETE" }));
	expect(await ask().json()).toEqual({ removed: "stock" });
	as("other");
	expect(ask().status).toBe(404);
});

it("GET lists them with what each said last, and HEAD has its headers", async () => {
	const request = () => new Request("http://h/api/streams");
	const answer = getStreams(request());
	expect(await answer.json()).toEqual({
		time: 5,
		streams: [{ name: "stock", fields: [{ name: "price", kind: "number" }], newest: { time: 4, price: 7 } }],
	});
	expect(headStreams(request()).headers.get("cache-control")).toBe("no-store");
});
