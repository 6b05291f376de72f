import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createReadClient } from "./access/client";
import { createSessionCookie } from "./access/cookie";
import { isAllowedHost, isLoopback } from "./access/host-name";
import { isOwnOrigin } from "./access/origin";
import { findRoute, routes } from "./access/table";
import { readHistoryQuery } from "./api/history-query";
import { ConfigError, readConfig } from "./config";
import { parseTiers } from "./history/tiers";
import { acceptsGzip, HttpError, nameList, oneOf, readBody, readQuery, text, wholeNumber } from "./http";
import { readView, writeView } from "./live/view";
import { parseTime } from "./parse-time";

// The same each time: what else there is, `npm run prove:fuzz` asks a real server.
fc.configureGlobal({ seed: 20_261_120 });

/** What a header may hold: Node refuses all others before. */
const headerText = fc
	.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) })
	.map((one) => one.trim());
/** Code units of any kind, halves of pairs among them. */
const anyText = fc.oneof(
	fc.string({ unit: "binary" }),
	fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);
const token = fc.stringMatching(/^[\w.-]{1,80}$/);

describe("whatever it is given", () => {
	it("a cookie that was set is read again beside any others, and never one of another name", () => {
		const others = fc.array(headerText.filter((one) => !one.includes("hostbeat-")));
		fc.assert(
			fc.property(others, token, others, (before, value, after) => {
				const cookie = createSessionCookie("key", "");
				const [pair = ""] = cookie.give(value, { isHttps: true, maxAgeMs: 1 }).split(";");
				const header = [...before, pair, ...after].join("; ");
				expect(cookie.read(header).map((one) => one.value)).toEqual([value]);
				expect(cookie.read([...before, ...after].join("; "))).toEqual([]);
			}),
		);
	});

	it("only what a trusted proxy says of a client is believed", () => {
		const names = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];
		const headers = fc.dictionary(fc.constantFrom(...names, "via", "host"), headerText);
		fc.assert(
			fc.property(headers, fc.ipV4(), (given, remoteAddress) => {
				fc.pre(remoteAddress !== "10.0.0.5");
				const seen = { ...given };
				const request = { headers: seen, socket: { remoteAddress } };
				const read = createReadClient(["10.0.0.5"]);
				const client = read(request as unknown as Parameters<typeof read>[0]);
				expect(client).toMatchObject({ address: remoteAddress, isHttps: false, host: given.host ?? null });
				expect(names.filter((name) => name in seen)).toEqual([]);
			}),
		);
	});

	it("the client that a proxy names is an address", () => {
		fc.assert(
			fc.property(fc.oneof(headerText, fc.ipV4(), fc.ipV6()), (forwarded) => {
				const request = {
					headers: { "x-forwarded-for": forwarded },
					socket: { remoteAddress: "10.0.0.5" },
				};
				const read = createReadClient(["10.0.0.5"]);
				const { address } = read(request as unknown as Parameters<typeof read>[0]);
				expect(address).toMatch(/^[\da-f.:]+(%.+)?$/i);
			}),
		);
	});

	it("a name that is not this machine's is not allowed, and what is loopback never leaves it", () => {
		const listening = { host: "127.0.0.1", allowed: ["status.example"] };
		fc.assert(
			fc.property(fc.oneof(headerText, fc.domain(), fc.ipV4(), fc.ipV6()), (header) => {
				if (!isAllowedHost(header, listening)) return;
				const name = header.replace(/:\d+$/, "").replace(/\.$/, "").toLowerCase();
				expect(name === "status.example" || isLoopback(name)).toBe(true);
			}),
		);
		fc.assert(
			fc.property(fc.domain(), (name) => {
				expect(isAllowedHost(name, listening)).toBe(name.endsWith(".localhost"));
			}),
		);
	});

	it("an origin is ours only where it names the host that was asked", () => {
		fc.assert(
			fc.property(fc.oneof(headerText, fc.webUrl(), fc.constant("null")), (origin) => {
				const asked = {
					...{ address: null, isHttps: false, isForwarded: false, host: "status.example" },
					...{ method: "POST", path: "/" },
					header: (name: string) => (name === "origin" ? origin : null),
				};
				if (isOwnOrigin(asked, [])) expect(new URL(origin).host).toBe("status.example");
			}),
		);
	});

	it("no path that is not in the table has a route", () => {
		fc.assert(
			fc.property(fc.oneof(anyText, fc.webPath()), (path) => {
				if (findRoute(path) === null) return;
				const patterns = Object.keys(routes).map((one) => one.replace(/\[\w+\]/, "x"));
				expect(patterns).toContain(
					path.replace(/^(\/api\/\w+)\/[\w-]+$/, (whole, head) => (whole in routes ? whole : `${head}/x`)),
				);
			}),
		);
	});

	it("gzip is sent to nobody who did not name it, and to nobody who refused it", () => {
		const ask = (header: string) =>
			acceptsGzip(new Request("http://h/", { headers: { "Accept-Encoding": header } }));
		fc.assert(
			fc.property(headerText, (header) => {
				if (ask(header)) expect(header).toMatch(/gzip|\*/i);
			}),
		);
		fc.assert(
			fc.property(fc.array(fc.constantFrom("br", "*", "deflate;q=0.5", "*;q=1")), (others) => {
				expect(ask([...others, "gzip;q=0"].join(", "))).toBe(false);
			}),
		);
	});

	const schema = z.object({
		events: nameList(["cpu", "load"]),
		points: wholeNumber(1, 10),
		after: text(3),
		every: oneOf([1, 5]),
	});
	const query = fc.array(
		fc.tuple(fc.oneof(fc.constantFrom("events", "points", "after", "every", "_x"), anyText), anyText),
	);
	/** Runs it, and lets pass what is thrown as an answer. */
	const tryIt = <T>(run: () => T): T | undefined => {
		try {
			return run();
		} catch (error) {
			expect(error).toBeInstanceOf(HttpError);
			expect((error as HttpError).status).toBe(400);
			return undefined;
		}
	};
	const withQuery = (pairs: [string, string][]) => new Request(`http://h/?${new URLSearchParams(pairs)}`);

	it("a query is either what its schema says, or refused with a 400", () => {
		fc.assert(
			fc.property(query, (pairs) => {
				const read = tryIt(() => readQuery(withQuery(pairs), schema));
				if (!read) return;
				if (read.points !== null) expect(read.points >= 1 && read.points <= 10).toBe(true);
				expect((read.after ?? "").length).toBeLessThanOrEqual(3);
				expect(read.events?.every((name) => ["cpu", "load"].includes(name)) ?? true).toBe(true);
			}),
		);
	});

	it("a question to the history has a range, few points and few names, or is refused", () => {
		const pairs = fc.array(
			fc.oneof(
				fc.tuple(
					fc.constantFrom("metric", "from", "to", "points", "tier", "format"),
					fc.oneof(
						anyText,
						fc.integer().map(String),
						fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
					),
				),
			),
			{ maxLength: 250 },
		);
		fc.assert(
			fc.property(pairs, (given) => {
				const read = tryIt(() => readHistoryQuery(withQuery(given)));
				if (!read) return;
				expect(read.from).toBeLessThanOrEqual(read.to);
				expect(read.from).toBeGreaterThanOrEqual(0);
				expect(read.points ?? 1).toBeLessThanOrEqual(5_000);
				expect(read.metrics.length).toBeLessThanOrEqual(200);
			}),
		);
	});

	it("a body is read as its schema says, or refused as what it is", async () => {
		const fields = z.strictObject({ account: z.string().max(64), password: z.string().max(1_024) });
		const kinds = fc.oneof(
			fc.constantFrom("application/json", "application/x-www-form-urlencoded", "text/plain"),
			headerText,
		);
		await fc.assert(
			fc.asyncProperty(kinds, fc.oneof(fc.json(), anyText, fc.uint8Array()), async (type, body) => {
				const request = new Request("http://h/", {
					method: "POST",
					body: body as BodyInit,
					headers: { "Content-Type": type },
				});
				const read = await readBody(request, fields).catch((error: unknown) => {
					expect(error).toBeInstanceOf(HttpError);
					expect([400, 413, 415]).toContain((error as HttpError).status);
					return null;
				});
				if (read) expect(Object.keys(read).sort()).toEqual(["account", "password"]);
			}),
		);
	});

	it("a time is a whole number that a date can hold, and the one that was written", () => {
		fc.assert(
			fc.property(anyText, (given) => {
				const read = parseTime(given);
				if (read !== null) expect(Number.isNaN(new Date(read).getTime())).toBe(false);
			}),
		);
		const dates = fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true });
		fc.assert(
			fc.property(dates, (date) => {
				expect(parseTime(date.toISOString())).toBe(date.getTime());
			}),
		);
	});

	it("tiers are finer first and each a multiple of the one before, or an error says what was expected", () => {
		const part = fc.oneof(anyText, fc.stringMatching(/^\d{1,4}[smhdy]:\d{1,4}[smhdy]$/));
		fc.assert(
			fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
				try {
					const steps = parseTiers(parts.join(",")).map(({ stepMs }) => stepMs);
					expect(steps).toEqual(steps.toSorted((a, b) => a - b));
				} catch (error) {
					expect((error as Error).message).toMatch(/got /);
				}
			}),
		);
	});

	it("settings are read, or all that is wrong with them is told without a secret", () => {
		const names = ["PORT", "HOST", "HOSTBEAT_SESSION_IDLE", "HOSTBEAT_TRUSTED_PROXIES", "HOSTBEAT_BASE_PATH"];
		const more = ["HOSTBEAT_ALLOWED_HOSTS", "HOSTBEAT_CORS_ORIGINS", "HOSTBEAT_MAX_STREAMS"];
		const given = fc.dictionary(fc.constantFrom(...names, ...more), anyText);
		const password = fc.string({ minLength: 6 }).map((one) => `hidden-${one}`);
		fc.assert(
			fc.property(given, password, (env, secret) => {
				try {
					readConfig({ ...env, HOSTBEAT_PASSWORD: secret }, "machine");
				} catch (error) {
					expect(error).toMatchObject({ name: ConfigError.name });
					expect((error as Error).message).not.toContain("hidden-");
				}
			}),
		);
	});

	it("a view that an address names is written as one that names the same", () => {
		const pairs = fc.array(
			fc.tuple(
				fc.constantFrom("range", "from", "to"),
				fc.oneof(anyText, fc.integer().map(String), fc.constantFrom("5m", "1h", "24h")),
			),
		);
		fc.assert(
			fc.property(pairs, (given) => {
				const view = readView(new URLSearchParams(given));
				expect(readView(new URLSearchParams(writeView(view)))).toEqual(view);
			}),
		);
	});
});
