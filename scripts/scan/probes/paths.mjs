// @ts-check
/** @typedef {import("../judge.mjs").Probe} Probe */

const up = [
	"/../../../../etc/passwd",
	"/..%2f..%2f..%2fetc%2fpasswd",
	"/%2e%2e/%2e%2e/etc/passwd",
	"/%252e%252e%252fetc%252fpasswd",
	"/..%5c..%5cetc%5cpasswd",
	"/..%c0%af..%c0%afetc/passwd",
	"/%c0%ae%c0%ae/etc/passwd",
	"/....//....//etc/passwd",
	"/api/..%2f..%2fdata%2faccess.json",
	"/favicon.svg/../../data/access.json",
	"/favicon.svg%2f..%2f..%2fpackage.json",
	"/_next/static/../../data/access.json",
	"/_next/static/..%2f..%2f..%2fdata%2faccess.json",
	"/_next/static/..%2fserver%2fapp%2fpage.js",
	"/_next/static/../server/app/page.js",
	"/_next/static/%2e%2e/%2e%2e/package.json",
	"/_next/static/..\\..\\package.json",
	"/_next/static/chunks/../../BUILD_ID",
	"/_next/static/%",
	"/_next/static/%00",
];

const beside = [
	"/%61pi/snapshot",
	"/api/snapshot%00",
	"/api/snapshot%2f",
	"/api/snapshot;x",
	"/api/snapshot.json",
	"/api/snapshot.rsc",
	"/API/snapshot",
	"/api/./snapshot",
	"/api/x/../snapshot",
	"/api/%73napshot",
	"/api/snapshot%20",
	"/api//snapshot",
	"//api/snapshot",
	"/_next/static/../../api/snapshot",
	"/_next/static/%2e%2e/%2e%2e/api/snapshot",
	"/login/../api/snapshot",
	"/login/..%2fapi/snapshot",
	"/api/health/../snapshot",
	"/en/api/snapshot",
];

/**
 * Ways around: up to other directories, and to a route under another spelling of its name.
 * @type {Probe[]}
 */
export const paths = [
	...up.map((path) => ({
		name: `up to another directory: ${path}`,
		path,
		status: [400, 404, 308],
		lacks: /root:.*:0:0|"passwords"|"version":1|"hostbeat"|use strict/,
	})),
	...beside.map((path) => ({
		name: `a route under another spelling: ${path}`,
		path,
		status: [400, 401, 404, 308],
		admin: [200, 400, 404, 308],
	})),
];
