// @ts-check
/** @typedef {import("../judge.mjs").Probe} Probe */

const crlf = [
	"%0d%0aX-Injected:%20yes",
	"%0aX-Injected:yes",
	"%e5%98%8a%e5%98%8dX-Injected:yes",
	"%0d%0a%0d%0a<script>xss",
];
const elsewhere = [
	"//evil.example",
	"/\\evil.example",
	"https://evil.example/",
	"/%09/evil.example",
	"/\t/evil.example",
	"javascript:xss",
	"https:evil.example",
	"/@evil.example",
	"http:///evil.example",
	"//{host}@evil.example/",
	"/.//evil.example",
	"/x/..//evil.example",
	"/%2e//evil.example",
	"/x\r\nX-Injected: yes",
];
const form = { "Content-Type": "application/x-www-form-urlencoded" };

/**
 * Headers, scripts and addresses in what is asked, which an answer could hand on.
 * @type {Probe[]}
 */
export const injection = [
	...crlf.flatMap((text) => [
		{ name: `a header in the address: ${text}`, path: `/${text}`, status: [400, 404] },
		{
			name: `a header in the query of a page: ${text}`,
			path: `/?next=${text}&range=${text}`,
			status: 303,
			admin: 200,
		},
		{
			name: `a header in what the sign-in page is told: ${text}`,
			path: `/login?next=${text}&failed=${text}&wait=${text}`,
			status: 200,
		},
		{
			name: `a header in a question of the API: ${text}`,
			path: `/api/history?format=${text}&metric=${text}`,
			status: 401,
			admin: 400,
		},
	]),
	{
		name: "a script in every parameter of the sign-in page",
		path: `/login?next=%22%3E%3Cscript%3Exss&failed=%3Cscript%3Exss&wait=%3Cscript%3Exss&account=%3Cscript%3Exss`,
		status: 200,
	},
	{
		name: "a script in the query of a page",
		path: "/?range=%3C/script%3E%3Cscript%3Exss&x[]=1&__proto__=1&constructor=1",
		status: 303,
		admin: 200,
	},
	{
		name: "a script in the name of a header",
		path: "/login",
		headers: { "User-Agent": "<script>xss", Referer: "<script>xss" },
		status: 200,
	},
	{
		name: "SQL in a question of the history",
		path: "/api/history?metric=cpu'%20OR%201=1--&from=1&to=2",
		status: 401,
		admin: [200, 400],
		lacks: /SQLITE|syntax error/i,
	},
	{
		name: "a name of all objects as a parameter",
		path: "/api/history?__proto__=1&constructor=2",
		status: 401,
		admin: 400,
	},
	...elsewhere.flatMap((to) => [
		{
			name: `the sign-in page leads to ${JSON.stringify(to)}`,
			path: `/login?next=${encodeURIComponent(to)}`,
			status: [200, 303],
			lacks: /http-equiv="refresh"/i,
		},
		{
			name: `a form of the sign-out leads to ${JSON.stringify(to)}`,
			method: "POST",
			path: "/api/sign-out",
			headers: { ...form, Origin: "http://{host}" },
			body: `next=${encodeURIComponent(to)}`,
			status: [303, 400],
			admin: [],
		},
	]),
];

/**
 * Where a form that signs in leads on to; asked with the right password.
 * @param {string} password
 * @returns {Probe[]}
 */
export function afterSignIn(password) {
	return elsewhere.map((to) => ({
		name: `signing in leads on to ${JSON.stringify(to)}`,
		method: "POST",
		path: "/api/sign-in",
		headers: { ...form, Origin: "http://{host}" },
		body: `account=viewer&password=${encodeURIComponent(password)}&next=${encodeURIComponent(to)}`,
		status: 303,
		admin: [],
		location: /^\/(?![/\\\t])/,
		has: /^set-cookie: [^\r]*; HttpOnly; SameSite=(Lax|Strict)/im,
	}));
}
