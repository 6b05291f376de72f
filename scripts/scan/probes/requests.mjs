// @ts-check
/** @typedef {import("../judge.mjs").Probe} Probe */

const json = { "Content-Type": "application/json" };
const signIn = '{"account":"admin","password":"x"}';

/**
 * Methods that nothing has, what pages elsewhere can send, and bodies and proofs that are none.
 * @type {Probe[]}
 */
export const requests = [
	...["TRACE", "TRACK", "DEBUG", "PROPFIND", "PATCH", "PUT", "DELETE", "CONNECT"].map((method) => ({
		name: `a method that the page has not: ${method}`,
		method,
		path: "/",
		status:
			method === "TRACK" || method === "DEBUG" ? [400, 405] : method === "CONNECT" ? [0, 400, 404, 405] : 405,
		lacks: /hostbeat_[0-9a-f]{12}_/,
	})),
	...["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"].map((header) => ({
		name: `another method in ${header}`,
		path: "/api/sessions",
		headers: { [header]: "DELETE" },
		status: 401,
		admin: 200,
	})),
	{ name: "another method in the query", path: "/api/tokens?_method=DELETE", status: 401, admin: 200 },
	{
		name: "a page elsewhere reads the API",
		path: "/api/snapshot",
		headers: { Origin: "http://evil.example" },
		status: 403,
	},
	{
		name: "a page without an origin reads the API",
		path: "/api/snapshot",
		headers: { Origin: "null" },
		status: 403,
	},
	{
		name: "a page at a name like ours reads the API",
		path: "/api/snapshot",
		headers: { Origin: "http://{host}.evil.example" },
		status: 403,
	},
	{
		name: "a page elsewhere asks whether it may (CORS)",
		method: "OPTIONS",
		path: "/api/tokens",
		headers: { Origin: "http://evil.example", "Access-Control-Request-Method": "POST" },
		status: [403, 405],
	},
	{
		name: "a page elsewhere signs one in (CSRF)",
		method: "POST",
		path: "/api/sign-in",
		headers: { ...json, Origin: "http://evil.example" },
		body: signIn,
		status: 403,
	},
	{
		name: "a form elsewhere makes a token (CSRF)",
		method: "POST",
		path: "/api/tokens",
		headers: { "Content-Type": "text/plain", Origin: "http://evil.example" },
		body: '{"name":"x","scopes":["read"]}',
		status: 403,
	},
	{
		name: "a frame elsewhere signs one out, of a neighbour's name",
		method: "POST",
		path: "/api/sign-out",
		headers: { "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate" },
		status: 403,
	},
	{ name: "a password in the address", path: "/api/sign-in?account=admin&password=x", status: 405 },
	{
		name: "a token in the address",
		path: "/api/snapshot?token=x&access_token=x",
		status: 401,
		admin: [200, 400],
	},
	{
		name: "a body that is no JSON",
		method: "POST",
		path: "/api/sign-in",
		headers: json,
		body: "{",
		status: [400, 429],
	},
	{
		name: "an object's own names in a body",
		method: "POST",
		path: "/api/sign-in",
		headers: json,
		body: '{"__proto__":{"account":"admin"},"constructor":1}',
		status: [400, 429],
	},
	{
		name: "lists in place of words",
		method: "POST",
		path: "/api/sign-in",
		headers: json,
		body: '{"account":["admin"],"password":{"$ne":1}}',
		status: [400, 429],
	},
	{
		name: "an entity of XML",
		method: "POST",
		path: "/api/sign-in",
		headers: { "Content-Type": "application/xml" },
		body: '<!DOCTYPE a [<!ENTITY b SYSTEM "http://{listener}/">]><a>&b;</a>',
		status: 415,
	},
	{
		name: "a body of a million letters",
		method: "POST",
		path: "/api/sign-in",
		headers: json,
		body: `"${"a".repeat(1_000_000)}"`,
		status: [0, 400, 413],
	},
	{
		name: "a forged cookie",
		path: "/api/snapshot",
		headers: { Cookie: "hostbeat-00000000=000000000000.x.x" },
		status: 401,
		admin: [],
	},
	{
		name: "a token that is none",
		path: "/api/snapshot",
		headers: { Authorization: `Bearer hostbeat_000000000000_${"a".repeat(43)}` },
		status: 401,
		admin: [],
	},
	{
		name: "a user and a password, as Basic",
		path: "/api/snapshot",
		headers: { Authorization: "Basic YWRtaW46YWRtaW4=" },
		status: 401,
		admin: [],
	},
];
