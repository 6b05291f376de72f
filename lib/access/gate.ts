import { crossOriginHeaders, isPreflight, preflightHeaders } from "./cross-origin";
import { isAllowedHost } from "./host-name";
import { isOwnOrigin } from "./origin";
import { findRoute, kindOf, methodsOf, needOf } from "./table";
import type { Asked, Need, Principal, Verdict } from "./types";

export interface GateOptions {
	/** Where it listens, and under which names beside its own it may be asked. */
	listening: { host: string; allowed: string[] };
	/** Origins whose pages may read the API. */
	corsOrigins: string[];
	/** Whether what came through a proxy is refused: where nobody signs in, a proxy would show this machine to all. */
	refusesForwarded: boolean;
	/** Turns a request into who asks: the seam for every way to sign in. */
	identify: (asked: Asked) => Principal;
}

/** Decides about each request before anything else looks at it; what no rule admits is refused. */
export class Gate {
	#options: GateOptions;

	constructor(options: GateOptions) {
		this.#options = options;
	}

	/** Its headers are for the answer, whether it is admitted or not. */
	judge(asked: Asked): Verdict {
		const verdict = this.#decide(asked);
		if (kindOf(asked.path) !== "api") return verdict;
		// A refusal, too, can only be read by a page elsewhere that is told so.
		const headers = crossOriginHeaders(asked.header("origin"), this.#options.corsOrigins);
		return { ...verdict, headers: { ...headers, ...verdict.headers } };
	}

	#decide(asked: Asked): Verdict {
		const { listening, corsOrigins, refusesForwarded, identify } = this.#options;
		// Also the name by which a proxy asks: one that sets no X-Forwarded-Host hands on what a page elsewhere has set.
		const hosts = asked.proxy ? [asked.host, asked.proxy.host] : [asked.host];
		for (const host of hosts) {
			if (isAllowedHost(host, listening)) continue;
			return refuse(
				421,
				"host_not_allowed",
				`Host: expected a name of this server, got "${host ?? ""}". If it is one, add it to HOSTBEAT_ALLOWED_HOSTS.`,
			);
		}
		if (refusesForwarded && asked.isForwarded) {
			return refuse(
				403,
				"behind_proxy",
				"Nobody signs in here, for only this machine itself may ask; but this came through a proxy. " +
					"Set HOSTBEAT_PASSWORD, or HOSTBEAT_UNSAFE_NO_LOGIN=1 if everyone who can reach the proxy may see this machine.",
			);
		}
		const found = findRoute(asked.path);
		if (!found) return refuse(404, "not_found", "There is nothing at this address.");
		const { route, parameters } = found;
		if (kindOf(asked.path) === "api" && isPreflight(asked, corsOrigins)) {
			return refuse(204, "preflight", "", preflightHeaders(methodsOf(route)));
		}
		if (!isOwnOrigin(asked, corsOrigins)) {
			return refuse(403, "cross_origin", "This was asked by a page of another origin, which may not.");
		}
		const need = needOf(route, asked.method);
		if (need === null) {
			const allow = methodsOf(route).join(", ");
			const message = `expected ${allow}; got "${asked.method}"`;
			return refuse(405, "method_not_allowed", message, { Allow: allow });
		}
		const principal = identify(asked);
		const [scope, inPerson] = need.split(", ") as [Need, "in person"?];
		const either = scope.split(" or ");
		if (scope === "public" || principal.scopes.some((one) => either.includes(one))) {
			if (inPerson && principal.kind === "token") {
				return refuse(403, "forbidden", "A token may not do this: sign in for it.");
			}
			return { admitted: true, principal, parameters, headers: {} };
		}
		if (principal.kind === "anonymous") {
			return refuse(401, "signed_out", "Sign in to see this, or bring a token.", {
				"WWW-Authenticate": "Bearer",
			});
		}
		return refuse(
			403,
			"forbidden",
			`This needs the right "${scope}", which ${principal.name} does not have.`,
		);
	}
}

function refuse(
	status: number,
	code: string,
	message: string,
	headers: Record<string, string> = {},
): Verdict {
	return { admitted: false, status, code, message, headers };
}
