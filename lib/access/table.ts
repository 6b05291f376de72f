import type { Need } from "./types";

/** What each method of a route needs. HEAD is allowed where GET is. */
export type Route = Partial<Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE", Need>>;

/** Every page, route and file that is served, and what it needs: what is not listed here is not served at all. */
export const routes: Record<string, Route> = {
	"/": { GET: "read" },
	"/login": { GET: "public" },
	"/settings": { GET: "settings, in person" },
	"/jobs": { GET: "read" },
	"/jobs/[id]": { GET: "read" },
	"/favicon.svg": { GET: "public" },
	"/api/stream": { GET: "read" },
	"/api/snapshot": { GET: "read" },
	"/api/processes": { GET: "read" },
	"/api/history": { GET: "read" },
	"/api/history/facts": { GET: "read" },
	"/api/history/kept": { GET: "read" },
	"/api/history/processes": { GET: "read" },
	// Whether it works is for everyone who watches over it; how it works only for those who may read.
	"/api/health": { GET: "public" },
	"/api/session": { GET: "public" },
	"/api/sign-in": { POST: "public" },
	"/api/sign-out": { POST: "public" },
	"/api/password": { PUT: "settings, in person" },
	// Their own; others' only with the right to settings.
	"/api/sessions": { GET: "read, in person", DELETE: "read, in person" },
	"/api/sessions/[id]": { DELETE: "read, in person" },
	"/api/tokens": { GET: "settings, in person", POST: "settings, in person" },
	"/api/tokens/[id]": { DELETE: "settings, in person" },
	"/api/audit": { GET: "settings" },
	// Which jobs somebody may see, start and stop, and who may import, is told apart by lib/jobs/may.ts.
	"/api/jobs": { GET: "read or jobs", POST: "read or jobs" },
	"/api/jobs/[id]": { GET: "read or jobs", DELETE: "read or jobs" },
	"/api/jobs/[id]/stream": { GET: "read or jobs" },
	"/api/jobs/[id]/log": { GET: "read or jobs" },
	"/api/jobs/[id]/files/[file]": { GET: "read or jobs" },
	// Of a larger body than all others: see lib/front.ts.
	"/api/uploads": { POST: "read or jobs" },
	"/api/streams": { GET: "read" },
	"/api/streams/[name]": { POST: "push", DELETE: "push" },
};

/** The program's own scripts and styles, which are the same for everyone who runs it. */
const programFile = /^\/_next\/static\/(?:[\w.~@()+/-]|%5[BD]|%40)+$/i;

/** Of which no other path can be made: it begins with no dot, and none stands beside another. */
const fileName = "(?=.{1,100}$)\\w[\\w-]*(?:\\.[\\w-]+)*";

const patterns = Object.entries(routes).map(([path, route]) => {
	const names = [...path.matchAll(/\[(\w+)\]/g)].map(([, name = ""]) => name);
	const source = path
		.replace(/[.]/g, "\\.")
		.replace("[file]", `(${fileName})`)
		.replace(/\[\w+\]/g, "([\\w-]{1,64})");
	return { expression: new RegExp(`^${source}$`), names, route };
});

/** The route of a path without its base path, and what stands in place of `[id]`; `null` where there is none. */
export function findRoute(path: string): { route: Route; parameters: Record<string, string> } | null {
	if (programFile.test(path)) return { route: { GET: "public" }, parameters: {} };
	for (const { expression, names, route } of patterns) {
		const match = expression.exec(path);
		if (!match) continue;
		return {
			route,
			parameters: Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ""])),
		};
	}
	return null;
}

/** What is at a path: how its refusals are told, and what its answer may do in a browser. */
export function kindOf(path: string): "api" | "program" | "file" | "page" {
	if (path === "/api" || path.startsWith("/api/")) return "api";
	if (programFile.test(path)) return "program";
	return /\.\w+$/.test(path) ? "file" : "page";
}

/** The methods of a route, as `Allow` tells them. */
export function methodsOf(route: Route): string[] {
	return Object.keys(route).flatMap((name) => (name === "GET" ? ["GET", "HEAD"] : [name]));
}

/** What a method of a route needs, `null` where it has no such method. */
export function needOf(route: Route, method: string): Need | null {
	const name = method === "HEAD" ? "GET" : method;
	return Object.hasOwn(route, name) ? (route[name as keyof Route] ?? null) : null;
}
