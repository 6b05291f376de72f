import type { Asked } from "./types";

/**
 * The token that a request brings (RFC 6750, 2.1), `null` where it brings none. An empty one is one too: who means to
 * bring a token must not be taken for whoever the browser knows.
 */
export function bearerOf({ header }: Pick<Asked, "header">): string | null {
	const bearer = /^Bearer(?: +(.*))?$/i.exec(header("authorization") ?? "");
	return bearer && (bearer[1] ?? "");
}
