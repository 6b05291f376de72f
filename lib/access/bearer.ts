import type { Asked } from "./types";

/** The token that a request brings (RFC 6750, 2.1), `null` where it brings none. */
export function bearerOf({ header }: Pick<Asked, "header">): string | null {
	return /^Bearer +(\S+)$/i.exec(header("authorization") ?? "")?.[1] ?? null;
}
