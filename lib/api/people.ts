import type { Principal } from "@/lib/access/types";
import { HttpError } from "@/lib/http";

/** Refuses tokens where it is decided who may come in: what was lost with one must end with it. */
export function refuseTokens({ kind }: Principal): void {
	if (kind === "token") throw new HttpError(403, "forbidden", "A token may not do this: sign in for it.");
}
