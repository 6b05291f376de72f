// @ts-check
/** @typedef {import("../judge.mjs").Probe} Probe */

const policy =
	/^content-security-policy: default-src 'none'; script-src 'self' 'nonce-[^']{20,}' 'strict-dynamic';(?!.*unsafe-)/im;

/**
 * What each page and answer says of itself, and what strangers are not told.
 * @type {Probe[]}
 */
export const answers = [
	{ name: "a page: scripts run by a nonce only", path: "/login", status: 200, has: policy },
	{ name: "the dashboard: scripts run by a nonce only", path: "/", status: 303, admin: 200 },
	{ name: "a page in a frame (clickjacking)", path: "/login", status: 200, has: /frame-ancestors 'none'/ },
	{ name: "a page of another base", path: "/login", status: 200, has: /base-uri 'none'/ },
	{ name: "a form that leads elsewhere", path: "/login", status: 200, has: /form-action 'self'/ },
	{
		name: "a page tells no one where one came from",
		path: "/login",
		status: 200,
		has: /^referrer-policy: same-origin/im,
	},
	{
		name: "a page loads nothing over http or from elsewhere",
		path: "/login",
		status: 200,
		lacks: /(src|href)="(https?:)?\/\//i,
	},
	{
		name: "a page is of the kind that it says",
		path: "/login",
		status: 200,
		has: /^x-content-type-options: nosniff/im,
	},
	{
		name: "an answer of the API is of the kind that it says",
		path: "/api/health",
		status: 200,
		has: /^x-content-type-options: nosniff/im,
	},
	{
		name: "an answer of the API is kept by no cache",
		path: "/api/snapshot",
		status: 401,
		admin: 200,
		has: /^cache-control: [^\r]*no-store/im,
	},
	{
		name: "a page is kept by no shared cache",
		path: "/login",
		status: 200,
		has: /^cache-control: [^\r]*(private|no-store)/im,
	},
	{
		name: "what is refused says no more than why",
		path: "/api/tokens",
		status: 401,
		admin: 200,
		lacks: /"hash"|scrypt/,
	},
	{
		name: "an error is of one form",
		path: "/api/nothing",
		status: 404,
		has: /\{"error":\{"code":"not_found","message":"[^"]*"\}\}/,
	},
	{
		name: "a map of the scripts is not named",
		path: "/login",
		status: 200,
		lacks: /sourceMappingURL|\.js\.map/,
	},
];
