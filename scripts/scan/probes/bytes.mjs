// @ts-check
/** @typedef {import("../judge.mjs").Probe} Probe */

const head = "Host: {host}\r\n";

/**
 * Requests that one program reads as one and the next one as two, and such as are none.
 * @type {Probe[]}
 */
export const bytes = [
	{
		name: "smuggling: a length and chunks",
		raw: `POST /api/sign-out HTTP/1.1\r\n${head}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG`,
		status: 400,
		admin: [],
	},
	{
		name: "smuggling: chunks and a length",
		raw: `POST /api/sign-out HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\nGET /api/tokens HTTP/1.1\r\n`,
		status: 400,
		admin: [],
	},
	{
		name: "smuggling: two lengths",
		raw: `POST /api/sign-out HTTP/1.1\r\n${head}Content-Length: 0\r\nContent-Length: 30\r\n\r\nGET /api/tokens HTTP/1.1\r\nX: x`,
		status: 400,
		admin: [],
	},
	{
		name: "smuggling: chunks by another name",
		raw: `POST /api/sign-out HTTP/1.1\r\n${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
		status: 400,
		admin: [],
	},
	{
		name: "smuggling: chunks before a blank",
		raw: `POST /api/sign-out HTTP/1.1\r\n${head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`,
		status: 400,
		admin: [],
	},
	{
		name: "smuggling: a header on two lines",
		raw: `GET /login HTTP/1.1\r\n${head}X-A: 1\r\n Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n`,
		status: [200, 400],
	},
	{
		name: "smuggling: a line that ends in LF alone",
		raw: `GET /login HTTP/1.1\n${head}\n`,
		status: 400,
		admin: [],
	},
	{
		name: "smuggling: a length that is no number",
		raw: `POST /api/sign-out HTTP/1.1\r\n${head}Content-Length: +5\r\n\r\nhello`,
		status: 400,
		admin: [],
	},
	{
		name: "smuggling: a chunk's length that is no number",
		raw: `POST /api/sign-in HTTP/1.1\r\n${head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
		status: [0, 400],
		admin: [],
	},
	{
		name: "a zero in a header",
		raw: `GET /login HTTP/1.1\r\n${head}X-A: a\0b\r\n\r\n`,
		status: 400,
		admin: [],
	},
	{ name: "another protocol", raw: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", status: [0, 400], admin: [] },
	{ name: "HTTP of 1991", raw: "GET /\r\n\r\n", status: [0, 400, 421], admin: [] },
	{
		name: "an upgrade to another protocol",
		path: "/api/stream",
		headers: { Connection: "Upgrade", Upgrade: "h2c", "HTTP2-Settings": "AAMAAABkAAQAAP__" },
		status: 401,
		admin: [],
	},
	{
		name: "an upgrade to a web socket",
		path: "/_next/webpack-hmr",
		headers: {
			Connection: "Upgrade",
			Upgrade: "websocket",
			"Sec-WebSocket-Version": "13",
			"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
		},
		status: 404,
		admin: [],
	},
	{ name: "a header of 20,000 letters", path: "/login", headers: { "X-A": "a".repeat(20_000) }, status: 431 },
	{ name: "an address of 20,000 letters", path: `/login?x=${"a".repeat(20_000)}`, status: [414, 431] },
];
