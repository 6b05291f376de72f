import { basePath } from "@/lib/base-path";

/** Whether it was sent by a form, whose answer is a page. */
export function isForm(request: Request): boolean {
	return request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") ?? false;
}

/** Leads a form on to a page of ours; an address elsewhere leads to the dashboard instead. */
export function answerForm(to: string, headers: Record<string, string> = {}): Response {
	// As a browser would read it: `//elsewhere`, `/\elsewhere` and `/\t/elsewhere` all lead away.
	const url = URL.canParse(to, "http://here") ? new URL(to, "http://here") : null;
	const path = to.startsWith("/") && url?.origin === "http://here" ? `${url.pathname}${url.search}` : "/";
	return new Response(null, {
		status: 303,
		headers: { Location: `${basePath}${path}`, "Cache-Control": "no-store", ...headers },
	});
}
