import { randomUUID } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "@/lib/access/content-security-policy";
import { crossOriginHeaders, preflightHeaders } from "@/lib/access/cross-origin";
import { isAllowedHost } from "@/lib/access/host-name";
import { readConfig } from "@/lib/config";

const settings = readConfig();

/** Refuses requests under a foreign name, and gives each page a policy under which only our own scripts run. */
export function proxy(request: NextRequest): Response {
	const name = request.headers.get("host");
	if (!isAllowedHost(name, { host: settings.host, allowed: settings.allowedHosts })) {
		const message = `Host: expected a name of this server, got "${name ?? ""}". If it is one, add it to HOSTBEAT_ALLOWED_HOSTS.`;
		const headers = { "Cache-Control": "no-store, no-transform" };
		return Response.json({ error: { code: "host_not_allowed", message } }, { status: 421, headers });
	}
	if (request.nextUrl.pathname.startsWith("/api/")) return sealed(shared(request));
	const policy = contentSecurityPolicy(randomUUID(), settings);
	// Next reads the nonce for its own scripts from the request.
	const headers = new Headers(request.headers);
	headers.set("Content-Security-Policy", policy);
	const response = NextResponse.next({ request: { headers } });
	response.headers.set("Content-Security-Policy", policy);
	// Next's own no-store would forbid the browser to keep a page that was left as it is, for the way back.
	response.headers.set("Cache-Control", "private, no-cache");
	return sealed(response);
}

/** Lets a request to the API pass; a page of another origin may read the answer only where that was allowed. */
function shared(request: NextRequest): Response {
	const headers = crossOriginHeaders(request.headers.get("origin"), settings.corsOrigins);
	const isPreflight = request.method === "OPTIONS" && request.headers.has("access-control-request-method");
	if (isPreflight && headers["Access-Control-Allow-Origin"]) {
		return new Response(null, { status: 204, headers: { ...headers, ...preflightHeaders } });
	}
	return NextResponse.next({ headers });
}

function sealed(response: Response): Response {
	response.headers.set("X-Content-Type-Options", "nosniff");
	response.headers.set("Referrer-Policy", "no-referrer");
	return response;
}

export const config = { matcher: "/((?!_next/static/).*)" };
