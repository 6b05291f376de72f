import { describe, expect, it } from "vitest";
import { endReturning } from "./returning";
import type { Asked, Verdict } from "./types";

const refused: Extract<Verdict, { admitted: false }> = {
	...{ admitted: false, status: 401, code: "signed_out", message: "Sign in." },
	headers: { "WWW-Authenticate": "Bearer" },
};
const ask = (path: string, lastEventId: string | null = null): Asked => ({
	...{ address: null, isForwarded: false, isHttps: false, host: "h", method: "GET", path },
	header: (name) => (name === "last-event-id" ? lastEventId : null),
});
const statusOf = (path: string, id: string | null, query: string, verdict: Verdict = refused) => {
	const after = endReturning(verdict, ask(path, id), new URLSearchParams(query));
	return after.admitted ? "admitted" : after.status;
};

describe("endReturning", () => {
	it("lets nobody in who was refused, and changes nothing for others", () => {
		expect(statusOf("/api/stream", null, "")).toBe(401);
		expect(statusOf("/api/stream", null, "events=last_event_id")).toBe(401);
		expect(statusOf("/api/snapshot", "e-1", "last_event_id=e-1")).toBe(401);
		expect(statusOf("/", "e-1", "")).toBe(401);
		expect(statusOf("/api/jobs/x/log", "3", "")).toBe(401);
		expect(statusOf("/api/jobs/x/y/stream", "3", "")).toBe(401);
		expect(statusOf("/api/jobs/0mwpxa86g000bm8j/stream", null, "")).toBe(401);
		expect(statusOf("/api/jobs/0mwpxa86g000bm8j/stream", "3", "")).toBe(204);
		expect(statusOf("/api/stream", "e-1", "", { ...refused, status: 403 })).toBe(403);
		const admitted: Verdict = {
			admitted: true,
			principal: { kind: "anonymous", name: null, id: null, scopes: ["read"] },
			parameters: {},
			headers: {},
		};
		expect(statusOf("/api/stream", "e-1", "", admitted)).toBe("admitted");
	});

	it("tells so also the page of another origin that may read it, which would else try for ever", () => {
		const headers = {
			...refused.headers,
			Vary: "Origin",
			"Access-Control-Allow-Origin": "https://a.example",
		};
		const after = endReturning({ ...refused, headers }, ask("/api/stream", "e-1"), new URLSearchParams());
		expect(after).toMatchObject({
			status: 204,
			headers: { "Access-Control-Allow-Origin": "https://a.example" },
		});
		expect(after.headers).not.toHaveProperty("WWW-Authenticate");
	});

	it.each([
		["e-1", ""],
		["", ""],
		[null, "last_event_id=e-1"],
		[null, "last_event_id="],
	])("tells a stream that comes back with %j and ?%s to come no more", (id, query) => {
		expect(statusOf("/api/stream", id, query)).toBe(204);
	});
});
