import { randomUUID } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy, workerSecurityPolicy } from "@/lib/access/content-security-policy";
import { judge } from "@/lib/access/shared";
import { kindOf } from "@/lib/access/table";
import { withBasePath } from "@/lib/base-path";
import { answer } from "@/lib/http";

// biome-ignore lint/style/noProcessEnv: Next puts the value in place of this name when it builds.
const mode = { development: process.env.NODE_ENV === "development" };
/** More than a view of ours has; what is longer is not worth coming back to. */
const longestNext = 2_048;

/** What is shown to people in place of a page that they do not get. */
const standIns: Record<string, `/${string}`> = { not_found: "/_not-found", forbidden: "/forbidden" };

/**
 * Lets pass what the table of routes admits, and gives each page a policy under which only our own scripts run. It
 * stands before everything: whatever Next made of a path, it is judged as what a browser would call it.
 */
export function proxy(request: NextRequest): Response {
	const { pathname } = request.nextUrl;
	const verdict = judge(request);
	const kind = kindOf(pathname);
	if (!verdict.admitted) {
		const isPage = kind === "page" && ["GET", "HEAD"].includes(request.method);
		if (isPage && verdict.status === 401) return toLogin(request);
		const isRead = isPage && request.headers.get("accept")?.includes("text/html");
		const standIn = isRead && standIns[verdict.code];
		if (standIn) return page(request, (init) => NextResponse.rewrite(pageOf(request, standIn), init));
		return answer(verdict);
	}
	const cookies: Record<string, string> =
		verdict.setCookie === undefined ? {} : { "Set-Cookie": verdict.setCookie };
	if (kind === "page") return page(request, NextResponse.next, cookies);
	const headers = { ...verdict.headers, ...cookies };
	if (kind !== "program") return NextResponse.next({ headers });
	return NextResponse.next({
		headers: { ...headers, "Content-Security-Policy": workerSecurityPolicy(mode) },
	});
}

// Next takes the address of this server off it, so that a proxy's visitors are not led to it.
function toLogin(request: NextRequest): Response {
	const to = pageOf(request, "/login");
	const { nextUrl } = request;
	const next = nextUrl.pathname + nextUrl.search;
	if (next !== "/" && next.length <= longestNext) to.searchParams.set("next", next);
	return NextResponse.redirect(to, { status: 303, headers: { "Cache-Control": "no-store" } });
}

// Not from nextUrl, which calls every loopback address localhost: Next then takes what it leads to for another server.
function pageOf({ url }: NextRequest, path: `/${string}`): URL {
	return new URL(withBasePath(path), url);
}

function page(
	request: NextRequest,
	respond: (init: { request: { headers: Headers }; headers: Record<string, string> }) => NextResponse,
	cookies: Record<string, string> = {},
): Response {
	const policy = contentSecurityPolicy(randomUUID(), mode);
	// Next reads the nonce for its own scripts from the request.
	const headers = new Headers(request.headers);
	headers.set("Content-Security-Policy", policy);
	const response = respond({ request: { headers }, headers: cookies });
	response.headers.set("Content-Security-Policy", policy);
	// Next's own no-store would forbid the browser to keep a page that was left as it is, for the way back. Of the others,
	// whose readings are no live ones, nothing shall be left after signing out.
	if (request.nextUrl.pathname === "/") response.headers.set("Cache-Control", "private, no-cache");
	return response;
}
