/** Under which path of its host the dashboard is, like `/status`; empty at the root. Part of the build, on both sides. */
// biome-ignore lint/style/noProcessEnv: Next puts the value in place of this name when it builds.
export const basePath: string = process.env.NEXT_PUBLIC_BASE_PATH ?? "";

/**
 * The address of a page or route of ours as a browser has to ask for it. Every address in browser code is made by it, but
 * for those that Next's own `Link` and `redirect` take.
 */
export function withBasePath(path: `/${string}`, base = basePath): string {
	// `/status` and not `/status/`, as Next writes it: one page has one address.
	return base + (base === "" ? path : path.replace(/^\/(?=[?#]|$)/, ""));
}

/** The path of ours that a browser asked for, as `next` and the table of routes have it; `null` for one that is not under it. */
export function withoutBasePath(pathname: string, base = basePath): string | null {
	if (base === "") return pathname;
	if (pathname === base) return "/";
	return pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : null;
}
