import { basePath } from "@/lib/base-path";

/** Whether it was sent by a form, whose answer is a page. */
export function isForm(request: Request): boolean {
	return request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") ?? false;
}

/** The path and query of one of our own pages; an address elsewhere gives that of the dashboard instead. */
export function ownPath(to: string): string {
	// As a browser would read it: `//elsewhere`, `/\elsewhere` and `/\t/elsewhere` all lead away.
	const url = URL.canParse(to, "http://here") ? new URL(to, "http://here") : null;
	if (!to.startsWith("/") || url?.origin !== "http://here") return "/";
	// What is left of `/.//elsewhere` leads away, too.
	return `${url.pathname.replace(/^\/+/, "/")}${url.search}`;
}

/** Leads a form on to a page of ours; an address elsewhere leads to the dashboard instead. */
export function answerForm(to: string, headers: Record<string, string> = {}): Response {
	return new Response(null, {
		status: 303,
		headers: { Location: `${basePath}${ownPath(to)}`, "Cache-Control": "no-store", ...headers },
	});
}
