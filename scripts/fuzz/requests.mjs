// @ts-check
import fc from "fast-check";

/**
 * @typedef {"stranger" | "forged" | "viewer" | "token"} Actor
 * @typedef {object} Asked
 * @property {Actor} actor
 * @property {string} method
 * @property {string} path
 * @property {[string, string][]} query each character is a byte
 * @property {[string, string][]} headers the same
 * @property {{ type: string | null, text: string, chunked: boolean } | null} body the same
 */

const NEAR = /** @type {Record<string, string[]>} */ ({
	events: ["cpu", "memory", "clock", "cpu,memory", "process", "cpu,", "CPU"],
	hosts: ["localhost", "*"],
	every: ["1", "5", "60", "7", "0"],
	last_event_id: ["a-1", "a-99999999999999999999", "-"],
	since: ["a-1", ""],
	metric: ["cpu", "cpu.utilization", "memory", "network", "filesystem", "", "a".repeat(1_001)],
	from: ["0", "1795143600000", "-5m", "now", "2026-11-20T03:00:00Z", "-1"],
	to: ["0", "1795143600000", "now", "9999999999999", "2026-11-21"],
	points: ["1", "200", "5000", "5001"],
	tier: ["1s", "10s", "1m", "raw"],
	format: ["json", "csv", "xml"],
	search: ["node", "(", "\\", "*"],
	sort: ["utilization", "name", "pid", "memory"],
	order: ["asc", "desc"],
	limit: ["1", "100", "101"],
	next: ["/", "//evil.example", "https://evil.example", "/login?next=/", "javascript:alert(1)"],
	failed: ["wrong", "wait", "<script>"],
	wait: ["1", "1e9", "-1", "NaN"],
	_rsc: ["abc"],
	dpl: ["abc"],
});

const HEADERS = [
	...["Accept", "Accept-Encoding", "Accept-Language", "Access-Control-Request-Headers"],
	...["Access-Control-Request-Method", "Authorization", "Cache-Control", "Content-Encoding", "Content-Type"],
	...["Cookie", "Expect", "Forwarded", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range"],
	...["If-Unmodified-Since", "Keep-Alive", "Last-Event-ID", "Next-Action", "Next-Router-Prefetch"],
	...["Next-Router-Segment-Prefetch", "Next-Router-State-Tree", "Next-Url", "Origin", "Purpose", "Range"],
	...["Referer", "RSC", "Sec-Fetch-Mode", "Sec-Fetch-Site", "TE", "Upgrade", "User-Agent", "Via"],
	...["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto", "X-Hostbeat-Request"],
	...["X-HTTP-Method-Override", "X-Matched-Path", "X-Middleware-Next", "X-Middleware-Prefetch"],
	...["X-Middleware-Rewrite", "X-Middleware-Subrequest", "X-Nextjs-Data", "X-Now-Route-Matches"],
	...["X-Original-URL", "X-Prerender-Revalidate", "X-Real-IP", "X-Rewrite-URL"],
];

const HOSTILE = [
	...["", " ", "%", "%00", "%0d%0aevent:%20cpu", "%ff%fe", "%c0%80", "%ED%A0%80", "..%2f..%2fetc%2fpasswd"],
	...["../../../etc/passwd", "-1", "0", "1e9", "0x10", "1.5", "NaN", "Infinity", "null", "true", "[]", "{}"],
	...["__proto__", "constructor", "toString", "*", ",", "'; drop table x; --", "<script>alert(1)</script>"],
	...["{{7*7}}", "99999999999999999999", "localhost", "127.0.0.1", "[::1]:80", "::ffff:127.0.0.1%a"],
	...["same-origin", "cross-site", "navigate", "null", "http://evil.example", "Bearer x", "gzip;q=0, *;q=1"],
	...["bytes=0-", "bytes=9-1", "bytes=-1,0-0", "1", "text/x-component", "application/json", "text/csv"],
	...["hostbeat_abc_def", 'W/"a"', "100-continue", "websocket", "a".repeat(200), "a".repeat(7_000)],
];

/** @param {string} text as its UTF-8 bytes, a character each; of half a pair, the three bytes that it would have */
const toBytes = (text) =>
	Array.from(text, (char) => {
		const code = char.codePointAt(0) ?? 0;
		const bytes =
			code >= 0xd800 && code <= 0xdfff
				? Buffer.from([0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)])
				: Buffer.from(char);
		return bytes.toString("latin1");
	}).join("");

const anyText = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
	{ weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 40 }).map(toBytes) },
	{ weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
	// Code units, half pairs among them.
	{
		weight: 1,
		arbitrary: fc
			.array(fc.integer({ min: 0xd7f0, max: 0xe00f }), { maxLength: 6 })
			.map((units) => toBytes(String.fromCharCode(...units))),
	},
	{ weight: 1, arbitrary: fc.oneof(fc.maxSafeInteger(), fc.double()).map(String) },
);

// What would end a line is for the raw ones.
const headerValue = anyText.map((text) => text.replaceAll(/[\r\n\0]/g, " "));
const parameter = fc.oneof(
	{
		weight: 4,
		arbitrary: fc
			.constantFrom(...Object.keys(NEAR))
			.chain((name) => fc.tuple(fc.constant(name), fc.constantFrom(...(NEAR[name] ?? [])))),
	},
	{ weight: 2, arbitrary: fc.tuple(fc.constantFrom(...Object.keys(NEAR)), anyText) },
	{ weight: 1, arbitrary: fc.tuple(anyText, anyText) },
);
const account = fc.constantFrom("admin", "viewer", "root", "__proto__", "");
const fields = fc.record(
	{
		account: fc.oneof(account, fc.jsonValue()),
		password: fc.oneof(fc.constant("not the password"), fc.string({ maxLength: 1_100 }), fc.jsonValue()),
		next: fc.oneof(fc.constantFrom(...(NEAR.next ?? [])), fc.jsonValue()),
		name: fc.oneof(fc.string({ maxLength: 70 }), fc.jsonValue()),
		scopes: fc.oneof(fc.constant(["read"]), fc.constant(["settings", "read"]), fc.jsonValue()),
		days: fc.oneof(fc.integer(), fc.double(), fc.jsonValue()),
		current: fc.string({ maxLength: 20 }),
	},
	{ requiredKeys: [] },
);
const json = fc.oneof(
	fields.map((value) => toBytes(JSON.stringify(value))),
	fc.json().map(toBytes),
	fc.integer({ min: 1, max: 2_000 }).map((depth) => "[".repeat(depth)),
	fc.integer({ min: 1, max: 600 }).map((depth) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`),
	fc.constant('{"__proto__":{"account":"admin"},"constructor":{"prototype":{}}}'),
	fc.constant('{"account":"\\ud800","password":"\\udfff\\u0000"}'),
	fc.integer({ min: 4_000, max: 70_000 }).map((length) => `{"account":"${"a".repeat(length)}"}`),
);
const form = fields.map((value) => {
	const texts = Object.entries(value).map(([name, one]) => [
		name,
		toBytes(typeof one === "string" ? one : JSON.stringify(one)).replaceAll("&", "%26"),
	]);
	return texts.map(([name, text]) => `${name}=${text}`).join("&");
});
/** @type {fc.Arbitrary<Asked["body"]>} */
const body = fc.oneof(
	...[
		fc.record({ type: fc.constant("application/json"), text: json, chunked: fc.boolean() }),
		fc.record({
			type: fc.constant("application/x-www-form-urlencoded"),
			text: fc.oneof(form, anyText),
			chunked: fc.boolean(),
		}),
		fc.record({ type: fc.option(headerValue), text: fc.oneof(json, anyText), chunked: fc.boolean() }),
	],
);

/**
 * Any request that is one by its form.
 * @param {Record<string, object>} routes
 * @returns {fc.Arbitrary<Asked>}
 */
export function anyRequest(routes) {
	const listed = fc
		.constantFrom(...Object.keys(routes))
		.chain((path) =>
			path.includes("[")
				? fc
						.oneof(
							fc.constantFrom("a", "-", "__proto__", "constructor", "%00", ".."),
							fc.stringMatching(/^[\w-]{1,70}$/),
						)
						.map((id) => path.replaceAll(/\[\w+\]/g, id))
				: fc.constant(path),
		);
	const path = fc.oneof(
		{ weight: 12, arbitrary: listed },
		{ weight: 1, arbitrary: listed.map((path) => `${path}/`) },
		{
			weight: 1,
			arbitrary: fc.constantFrom(
				...[
					"/_next/image",
					"/_next/data/a/b.json",
					"/_next/static/a.js",
					"/_next/static/%ff",
					"/_next/static/",
				],
				...[
					"/_next/static/..%2f..%2fpackage.json",
					"/api",
					"/api/",
					"/.env",
					"/robots.txt",
					"/%2e%2e/",
					"/*",
				],
				...["/__nextjs_original-stack-frame", "/_error", "/404", "/500", "/index", "/_not-found", "/api/x"],
				...["//evil.example", "/\\evil.example", "/.%2e/x", "http://evil.example/", "*"],
			),
		},
		{ weight: 1, arbitrary: anyText.map((text) => `/${text.replaceAll(/[^\x21-\x7e]|[?#]/g, "")}`) },
	);
	const method = fc.oneof(
		{ weight: 6, arbitrary: fc.constantFrom("GET", "POST", "DELETE") },
		{
			weight: 2,
			arbitrary: fc.constantFrom("HEAD", "OPTIONS", "PUT", "PATCH", "TRACE", "PROPFIND", "QUERY"),
		},
	);
	return fc.record({
		actor: fc.constantFrom("stranger", "forged", "viewer", "token"),
		method,
		path,
		query: fc.array(parameter, { maxLength: 4 }),
		headers: fc.uniqueArray(fc.tuple(fc.constantFrom(...HEADERS, "Host"), headerValue), {
			maxLength: 5,
			selector: ([name]) => name,
		}),
		body: fc.option(body, { freq: 2 }),
	});
}

/** Bytes that need not be a request at all: pieces of some in any order, cut off anywhere. */
export const anyBytes = fc
	.array(
		fc.oneof(
			fc.constantFrom(
				...[
					"GET / HTTP/1.1\r\n",
					"GET /api/stream HTTP/1.1\r\n",
					"POST /api/sign-in HTTP/1.1\r\n",
					"GET / \r\n",
				],
				...[
					"get / HTTP/1.1\r\n",
					"GET / HTTP/9.9\r\n",
					"GET  /  HTTP/1.1\r\n",
					"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
				],
				...[
					"Host: 127.0.0.1\r\n",
					"Host: 127.0.0.1\n",
					"host:\r\n",
					"Host : a\r\n",
					" folded\r\n",
					"\r\n",
					"\n",
				],
				...[
					"Content-Length: 5\r\n",
					"Content-Length: -1\r\n",
					"Content-Length: 1e9\r\n",
					"Content-Length: 5, 5\r\n",
				],
				...[
					"Transfer-Encoding: chunked\r\n",
					"Transfer-Encoding: gzip, chunked\r\n",
					"5\r\nhello\r\n",
					"0\r\n\r\n",
				],
				...[
					"fffffffffffffffff\r\n",
					"Connection: close\r\n",
					"Connection: Upgrade\r\nUpgrade: h2c\r\n",
					"\0",
					"\x16\x03\x01",
				],
			),
			anyText,
			fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
		),
		{ maxLength: 12 },
	)
	.map((parts) => parts.join(""));

/**
 * The bytes of a request.
 * @param {Asked} asked
 * @param {{ host: string, credentials: Record<Actor, string> }} server `credentials`: a line of headers for each
 */
export function encode({ actor, method, path, query, headers, body }, { host, credentials }) {
	const search = query.map(([name, value]) => `${escapeBytes(name)}=${escapeBytes(value)}`).join("&");
	const own = headers.filter(([name]) => name === "Host" || !isOwn(credentials[actor], name));
	const lines = [
		`${method} ${path}${search && `?${search}`} HTTP/1.1`,
		...(headers.some(([name]) => name === "Host") ? [] : [`Host: ${host}`]),
		...(credentials[actor] ? [credentials[actor]] : []),
		...own.map(([name, value]) => `${name}: ${value}`),
	];
	let text = "";
	if (body) {
		if (body.type !== null && !headers.some(([name]) => name === "Content-Type")) {
			lines.push(`Content-Type: ${body.type}`);
		}
		lines.push(body.chunked ? "Transfer-Encoding: chunked" : `Content-Length: ${body.text.length}`);
		const size = body.text.length.toString(16);
		text = !body.chunked ? body.text : `${body.text && `${size}\r\n${body.text}\r\n`}0\r\n\r\n`;
	}
	return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${text}`, "latin1");
}

/** Who is somebody keeps being it. @param {string} credential @param {string} name */
const isOwn = (credential, name) => credential.toLowerCase().startsWith(`${name.toLowerCase()}:`);

/** What a request line cannot hold, and nothing else. @param {string} text */
const escapeBytes = (text) =>
	text.replaceAll(/[^\x21-\x7e]|[&=#+]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
