import { json, route } from "@/lib/http";
import { getServer } from "@/lib/server";

/** `GET /api/health`: 200 while readings arrive, else 503 with the reason. History that is not kept is told, and is no illness. */
export const getHealth = route(() => {
	const health = getServer().health();
	return json(health, { status: health.status === "ok" ? 200 : 503 });
});
