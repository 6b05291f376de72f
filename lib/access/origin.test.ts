import { describe, expect, it } from "vitest";
import { isOwnOrigin } from "./origin";
import type { Asked } from "./types";

const listed = "https://listed.example";

function isOwn(
	headers: Record<string, string>,
	{ method = "GET", path = "/api/stream", host = "status.example", isHttps = false }: Partial<Asked> = {},
): boolean {
	const header = (name: string) => headers[name] ?? null;
	return isOwnOrigin({ method, path, host, isHttps, header, address: null, isForwarded: false }, [listed]);
}
const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

describe("isOwnOrigin", () => {
	it.each(["GET", "HEAD", "POST", "DELETE"])(
		"refuses %s of a page elsewhere, even if it cannot read it",
		(method) => {
			for (const site of ["cross-site", "same-site", "", "none ", "SAME-ORIGIN"]) {
				expect(isOwn({ "sec-fetch-site": site }, { method }), site).toBe(false);
				expect(isOwn({ "sec-fetch-site": site, "sec-fetch-mode": "no-cors" }, { method, path: "/" })).toBe(
					false,
				);
			}
			for (const origin of [
				"https://evil.example",
				"null",
				"",
				"http://status.example:8080",
				"http://status.example.evil.example",
				"http://evil.example/status.example",
				"ftp://status.example",
				"file://status.example",
				"http://",
			]) {
				expect(isOwn({ origin }, { method }), origin).toBe(false);
			}
		},
	);

	it("takes a browser's word on its own page, also where a proxy has changed the name", () => {
		for (const origin of [undefined, "https://public.example", "null"]) {
			const headers = { "sec-fetch-site": "same-origin", ...(origin && { origin }) };
			expect(isOwn(headers, { method: "POST", host: "127.0.0.1:7373" }), origin).toBe(true);
		}
	});

	it("lets a link from elsewhere lead to a page, but not to the API, nor a frame or a form to anything", () => {
		expect(isOwn(link, { path: "/" })).toBe(true);
		expect(isOwn({ ...link, "sec-fetch-site": "same-site" }, { path: "/login" })).toBe(true);
		expect(isOwn(link, { path: "/api/stream" })).toBe(false);
		expect(isOwn(link, { path: "/", method: "POST" })).toBe(false);
		for (const dest of ["iframe", "frame", "object", "embed", "script", "image"]) {
			expect(isOwn({ ...link, "sec-fetch-dest": dest }, { path: "/" }), dest).toBe(false);
		}
		expect(isOwn({ ...link, "sec-fetch-mode": "cors" }, { path: "/" })).toBe(false);
	});

	it("answers to the address bar, and to what is no browser", () => {
		expect(isOwn({ "sec-fetch-site": "none" })).toBe(true);
		expect(isOwn({})).toBe(true);
		expect(isOwn({}, { method: "POST" })).toBe(true);
	});

	it.each([
		["http://status.example", "status.example", false],
		["http://status.example", "STATUS.example:80", false],
		["http://status.example:7373", "status.example:7373", false],
		["https://status.example", "status.example:443", true],
		["https://status.example", "status.example", true],
		["https://status.example", "status.example", false],
		["http://[::1]:7373", "[::1]:7373", false],
		["http://[::1]:7373", "[0:0::1]:7373", false],
	])("takes %s for its own at %s", (origin, host, isHttps) => {
		expect(isOwn({ origin }, { host, isHttps, method: "POST" })).toBe(true);
	});

	it("does not take a page that came over http for one of a server that is asked over https", () => {
		expect(isOwn({ origin: "http://status.example" }, { isHttps: true })).toBe(false);
		expect(isOwn({ origin: "http://status.example:443" }, { isHttps: true })).toBe(false);
	});

	it("lets listed origins read the API, and change something only with a token", () => {
		for (const more of [undefined, { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" }]) {
			const headers: Record<string, string> = { origin: listed, ...more };
			expect(isOwn(headers)).toBe(true);
			expect(isOwn(headers, { method: "HEAD" })).toBe(true);
			for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
				expect(isOwn(headers, { method }), method).toBe(false);
				expect(isOwn({ ...headers, authorization: "Basic eDp5" }, { method })).toBe(false);
				expect(isOwn({ ...headers, authorization: "Bearer x" }, { method }), method).toBe(true);
			}
			expect(isOwn(headers, { path: "/" }), "pages are not for them").toBe(false);
		}
		expect(isOwn({ origin: "https://unlisted.example", authorization: "Bearer x" })).toBe(false);
	});
});
