import { basePath } from "@/lib/base-path";

/** Whether it was sent by a form, whose answer is a page. */
export function isForm(request: Request): boolean {
	return request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") ?? false;
}

/**
 * The page that somebody wanted to see before they signed in, as a path of ours without the base path. What leads
 * elsewhere, or to the sign-in again, is the dashboard instead.
 */
export function readNext(next: string | undefined): string {
	if (!next?.startsWith("/") || !URL.canParse(next, here)) return "/";
	// As a browser would read it: `//elsewhere`, `/\elsewhere`, `/\t/elsewhere` and `/.//elsewhere` all lead away.
	const { origin, pathname, search } = new URL(next, here);
	if (origin !== here || pathname.startsWith("//") || /^\/(login|api)(\/|$)/.test(pathname)) return "/";
	return `${pathname}${search}`;
}

/** Leads a form on to a page of ours. */
export function answerForm(path: string, headers: Record<string, string> = {}): Response {
	return new Response(null, {
		status: 303,
		headers: { Location: `${basePath}${path}`, "Cache-Control": "no-store", ...headers },
	});
}

const here = "http://here";
