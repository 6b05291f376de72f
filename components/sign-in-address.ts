import { withBasePath, withoutBasePath } from "@/lib/base-path";

/** Where one signs in, to be led back to the address that the page has now, with the view in it. */
export function signInAddress({
	pathname,
	search,
}: Pick<Location, "pathname" | "search"> = location): string {
	const path = withoutBasePath(pathname);
	const login = withBasePath("/login");
	return path === null ? login : `${login}?${new URLSearchParams({ next: path + search })}`;
}
