import type { Verdict } from "./types";

// Next bundles proxy.ts and the routes apart, so a module variable would exist twice (vercel/next.js#69544).
const key = Symbol.for("hostbeat.judge");
const shared = globalThis as { [key]?: Judge };

/** Where a request of Next's is: it has taken the base path off the address that a route sees, and not of proxy.ts's. */
export type Where = "proxy" | "route";

/** Decides about a request of Next's. */
export type Judge = (request: Request, where: Where) => Verdict;

/** Hands the one judge of this process to all its bundles; `null` takes it back. */
export function shareJudge(judge: Judge | null): void {
	if (judge) shared[key] = judge;
	else delete shared[key];
}

/** Decides about a request; while there is no judge, nothing is admitted. */
export function judge(request: Request, where: Where = "proxy"): Verdict {
	const found = shared[key];
	if (found) return found(request, where);
	const message = "The server starts or ends; try again.";
	return { admitted: false, status: 503, code: "not_ready", message, headers: { "Retry-After": "1" } };
}
