import { json, route } from "@/lib/http";
import { getServer } from "@/lib/server";

/** `GET /api/session`: who asks, what they may, and until when. */
export const getSession = route((_request, { principal }) => {
	const { kind, name, scopes } = principal;
	return json({ kind, name, scopes, ...getServer().access.describe(principal) });
});
