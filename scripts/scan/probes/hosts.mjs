// @ts-check
/** @typedef {import("../judge.mjs").Probe} Probe */

const pages = [200, 303];

/**
 * Other names for the server, in what it is asked and in what a proxy would say.
 * @type {Probe[]}
 */
export const hosts = [
	...[
		"evil.example",
		"evil.example:80",
		"127.0.0.1.evil.example",
		"{host}.evil.example",
		"",
		"a b",
		"{host}@evil.example",
	].map((name) => ({
		name: `asked as another: Host: ${name || "(empty)"}`,
		path: "/login",
		headers: { Host: name },
		status: [400, 421],
	})),
	{
		name: "asked twice, as itself and as another",
		path: "/login",
		headers: { "\r\nHost": "evil.example" },
		status: 400,
	},
	{ name: "no name at all", raw: "GET /login HTTP/1.1\r\nConnection: close\r\n\r\n", status: [400, 421] },
	{
		name: "the whole address of another",
		raw: "GET http://evil.example/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
		status: [400, 404, 421],
	},
	{
		name: "an address of two slashes",
		path: "//evil.example/",
		status: [308, 404],
		location: /^(\/evil\.example\/?)?$/,
	},
	{
		name: "an address of a slash and a backslash",
		path: "/\\evil.example/",
		status: [308, 400, 404],
		location: /^(\/evil\.example\/?)?$/,
	},
	{
		name: "an address of an encoded backslash",
		path: "/%5cevil.example/",
		status: [308, 404],
		location: /^(\/%5cevil\.example\/?)?$/,
	},
	...[
		"X-Forwarded-Host",
		"X-Host",
		"X-Forwarded-Server",
		"X-HTTP-Host-Override",
		"X-Original-Host",
		"Forwarded",
	].map((header) => ({
		name: `a stranger's ${header} is not believed`,
		path: "/",
		headers: { [header]: header === "Forwarded" ? "host=evil.example;proto=https" : "evil.example" },
		status: pages,
		lacks: /evil\.example/,
	})),
	...["X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Uri", "X-Forwarded-Prefix", "X-Forwarded-Path"].map(
		(header) => ({
			name: `a stranger's ${header} leads nowhere`,
			path: "/login",
			headers: { [header]: "/api/tokens" },
			status: 200,
			lacks: /"tokens":/,
		}),
	),
	...["127.0.0.1", "localhost", "::1", "10.0.0.1"].map((address) => ({
		name: `a stranger who says it comes from ${address}`,
		path: "/api/snapshot",
		headers: {
			"X-Forwarded-For": address,
			"X-Real-IP": address,
			"Client-IP": address,
			"True-Client-IP": address,
		},
		status: 401,
		admin: 200,
	})),
	{
		name: "a stranger's X-Forwarded-Proto makes nothing secure",
		path: "/login",
		headers: { "X-Forwarded-Proto": "https", "X-Forwarded-Ssl": "on", "Front-End-Https": "on" },
		status: 200,
		lacks: /strict-transport-security/i,
	},
];
