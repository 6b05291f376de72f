// @ts-check
/** @typedef {import("../judge.mjs").Probe} Probe */

const chain = (/** @type {string} */ name) => Array(5).fill(name).join(":");
const multipart = { "Content-Type": "multipart/form-data; boundary=x" };
// Asks for a property of something that is not there: harmless, and answered with a 500 and `E{"digest"` by a React
// that reads it (React2Shell, as its finders tell a vulnerable server from others).
const unsound = [
	'--x\r\nContent-Disposition: form-data; name="1"\r\n\r\n{}',
	'--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n["$1:a:a"]',
	"--x--\r\n",
].join("\r\n");
const poison = /^cache-control: [^\r]*(public|s-maxage)/im;

/**
 * Holes that Next and React had, each asked as its finders did; and the headers that Next hands on within itself.
 * @type {Probe[]}
 */
export const framework = [
	...["middleware", "src/middleware", "proxy", "src/proxy", "pages/_middleware"].flatMap((name) => [
		{
			name: `CVE-2025-29927: around the gate, ${name}, API`,
			path: "/api/snapshot",
			headers: { "x-middleware-subrequest": chain(name) },
			status: 401,
			admin: 200,
		},
		{
			name: `CVE-2025-29927: around the gate, ${name}, page`,
			path: "/",
			headers: { "x-middleware-subrequest": chain(name) },
			status: 303,
			admin: 200,
		},
	]),
	...["/", "/login", "/api/sign-in"].flatMap(
		/** @returns {Probe[]} */ (path) => [
			{
				name: `CVE-2025-55182: an action that was never made, ${path}`,
				method: "POST",
				path,
				headers: { ...multipart, "Next-Action": "x" },
				body: unsound,
				status: path === "/api/sign-in" ? 415 : 405,
				lacks: /E\{"digest"/,
			},
			{
				name: `CVE-2025-66478: the same by a page of another origin, ${path}`,
				method: "POST",
				path,
				headers: { ...multipart, "Next-Action": "x", Origin: "http://evil.example" },
				body: unsound,
				status: 403,
			},
			{
				name: `CVE-2024-34351: an action that leads to another host, ${path}`,
				method: "POST",
				path,
				headers: { ...multipart, "Next-Action": "x", Host: "{listener}", Origin: "http://{listener}" },
				body: unsound,
				status: [405, 415, 421],
			},
			{
				name: `CVE-2025-57822: what the gate would hand on, ${path}`,
				path,
				headers: {
					Location: "http://{listener}/",
					"x-middleware-rewrite": "http://{listener}/",
					"x-middleware-redirect": "http://{listener}/",
					"x-nextjs-rewrite": "http://{listener}/",
				},
				status: path === "/api/sign-in" ? 405 : path === "/" ? 303 : 200,
				admin: path === "/api/sign-in" ? 405 : 200,
			},
		],
	),
	{
		name: "CVE-2024-46982: a page that a cache would keep",
		path: "/?__nextDataReq=1",
		headers: { "x-now-route-matches": "1" },
		status: 303,
		admin: 200,
		lacks: poison,
	},
	{
		name: "CVE-2025-49826, -49005: a part of a page that a cache would take for the page",
		path: "/login",
		headers: { RSC: "1" },
		status: [200, 307],
		lacks: poison,
	},
	{
		name: "CVE-2025-32421: the data of a page in place of the page",
		path: "/",
		headers: { "x-nextjs-data": "1" },
		status: 303,
		admin: 200,
		lacks: poison,
	},
	{
		name: "the part of a page, without a sign-in",
		path: "/?_rsc=1",
		headers: { RSC: "1", "Next-Router-Prefetch": "1" },
		status: 303,
		admin: [200, 307],
	},
	{
		name: "CVE-2025-55183: what an action is made of",
		method: "POST",
		path: "/login",
		headers: { "Content-Type": "text/plain;charset=UTF-8", "Next-Action": "x" },
		body: '["$F1"]',
		status: 405,
		lacks: /function/,
	},
	{
		name: "the data of a page by its old address",
		path: "/_next/data/x/index.json",
		status: [303, 404],
		admin: [200, 404],
		lacks: /^HTTP\/1\.1 200[\s\S]*"events"/,
	},
	{
		name: "a picture of another server (SSRF)",
		path: "/_next/image?url=http%3A%2F%2F{listener}%2F&w=64&q=75",
		status: 404,
	},
	{ name: "a picture of our own API", path: "/_next/image?url=%2Fapi%2Fsnapshot&w=64&q=75", status: 404 },
	...[
		"x-invoke-path",
		"x-invoke-status",
		"x-invoke-output",
		"x-invoke-query",
		"x-matched-path",
		"x-middleware-invoke",
		"x-middleware-next",
		"x-middleware-override-headers",
		"x-middleware-request-cookie",
		"x-middleware-set-cookie",
		"x-nextjs-matched-path",
		"x-now-route-matches",
		"x-prerender-revalidate",
		"x-revalidate",
		"next-resume",
		"x-nextjs-postponed",
	].map((header) => ({
		name: `Next's own header from outside: ${header}`,
		path: "/api/snapshot",
		headers: { [header]: header === "x-invoke-status" ? "200" : "/api/health" },
		status: 401,
		admin: 200,
	})),
	{
		name: "cookies in the header that the gate hands on",
		path: "/api/snapshot",
		headers: {
			"x-middleware-override-headers": "authorization",
			"x-middleware-request-authorization": "Bearer x",
		},
		status: 401,
		admin: 200,
	},
	{
		name: "a draft's cookies",
		path: "/login",
		headers: { Cookie: "__prerender_bypass=x; __next_preview_data=x" },
		status: 200,
	},
	{ name: "the map of a script", path: "/_next/static/chunks/main.js.map", status: 404 },
];
