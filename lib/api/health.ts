import { json, route } from "@/lib/http";
import { getServer } from "@/lib/server";

/**
 * `GET /api/health`: 200 while readings arrive, else 503 with the reason. History that is not kept is told, and is no
 * illness. Who may not read is told no more than whether it works.
 */
export const getHealth = route((_request, { principal }) => {
	const { status, ...more } = getServer().health();
	return json(
		{ status, ...(principal.scopes.includes("read") && more) },
		{ status: status === "ok" ? 200 : 503 },
	);
});
