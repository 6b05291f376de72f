import { json, route } from "@/lib/http";

/** `GET /api/session`: who asks, and what they may. */
export const getSession = route((_request, { principal }) => {
	const { kind, name, scopes } = principal;
	return json({ kind, name, scopes });
});
