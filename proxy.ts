import { randomUUID } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "@/lib/access/content-security-policy";
import { crossOriginHeaders, preflightHeaders } from "@/lib/access/cross-origin";
import { judge } from "@/lib/access/shared";
import { withBasePath } from "@/lib/base-path";
import { readConfig } from "@/lib/config";
import { answer } from "@/lib/http";

const settings = readConfig();

/** Lets pass what the table of routes admits, and gives each page a policy under which only our own scripts run. */
export function proxy(request: NextRequest): Response {
	const { pathname, search } = request.nextUrl;
	const isApi = pathname.startsWith("/api/");
	const crossOrigin = crossOriginHeaders(request.headers.get("origin"), settings.corsOrigins);
	const isPreflight = request.method === "OPTIONS" && request.headers.has("access-control-request-method");
	if (isApi && isPreflight && crossOrigin["Access-Control-Allow-Origin"]) {
		return sealed(new Response(null, { status: 204, headers: { ...crossOrigin, ...preflightHeaders } }));
	}
	const verdict = judge(request);
	if (!verdict.admitted) {
		if (verdict.status === 401 && !isApi) {
			// Not a copy of nextUrl, which would end with a slash where this one does.
			const to = new URL(withBasePath("/login"), request.url);
			to.search =
				pathname === "/" && search === "" ? "" : `?${new URLSearchParams({ next: pathname + search })}`;
			return sealed(NextResponse.redirect(to, 303));
		}
		if (verdict.code === "forbidden" && !isApi) {
			const place = request.nextUrl.clone();
			place.pathname = "/forbidden";
			return page(request, (init) => NextResponse.rewrite(place, init));
		}
		return sealed(answer({ ...verdict, headers: { ...crossOrigin, ...verdict.headers } }));
	}
	if (isApi) return sealed(NextResponse.next({ headers: crossOrigin }));
	return page(request, NextResponse.next);
}

function page(
	request: NextRequest,
	lead: (init: { request: { headers: Headers } }) => NextResponse,
): Response {
	const policy = contentSecurityPolicy(randomUUID(), settings);
	// Next reads the nonce for its own scripts from the request.
	const headers = new Headers(request.headers);
	headers.set("Content-Security-Policy", policy);
	const response = lead({ request: { headers } });
	response.headers.set("Content-Security-Policy", policy);
	// Next's own no-store would forbid the browser to keep a page that was left as it is, for the way back. Of the others,
	// whose readings are no live ones, nothing shall be left after signing out.
	if (request.nextUrl.pathname === "/") response.headers.set("Cache-Control", "private, no-cache");
	return sealed(response);
}

function sealed(response: Response): Response {
	response.headers.set("X-Content-Type-Options", "nosniff");
	// Not `no-referrer`, under which our own forms are sent with `Origin: null`: at an address that browsers do not trust,
	// where Sec-Fetch-Site is missing, they could not be told from those of others (Fetch, 3.2).
	response.headers.set("Referrer-Policy", "same-origin");
	return response;
}

export const config = { matcher: ["/", "/((?!_next/static/).*)"] };
