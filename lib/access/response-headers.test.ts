import { describe, expect, it } from "vitest";
import { responseHeaders } from "./response-headers";

const client = { address: null, isForwarded: false, isHttps: false, host: "127.0.0.1:7373" };

describe("responseHeaders", () => {
	it("lets nothing frame, guess, run or load, unless a page says otherwise", () => {
		expect(responseHeaders(client)).toMatchObject({
			"X-Content-Type-Options": "nosniff",
			"X-Frame-Options": "DENY",
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Permissions-Policy": expect.stringContaining("camera=(), "),
			"Referrer-Policy": "same-origin",
		});
	});

	it("asks a browser to come over https ever after only where a trusted proxy says that it does", () => {
		expect(responseHeaders(client)).not.toHaveProperty("Strict-Transport-Security");
		expect(responseHeaders({ ...client, isHttps: true })).toHaveProperty(
			"Strict-Transport-Security",
			"max-age=31536000",
		);
	});

	it("keeps to itself in a browser that trusts the origin; any other would complain of it", () => {
		const name = "Cross-Origin-Opener-Policy";
		expect(responseHeaders(client)).toHaveProperty(name, "same-origin");
		expect(responseHeaders({ ...client, host: "status.example", isHttps: true })).toHaveProperty(name);
		for (const host of ["status.example", "192.168.0.7:7373", null]) {
			expect(responseHeaders({ ...client, host }), String(host)).not.toHaveProperty(name);
		}
	});
});
