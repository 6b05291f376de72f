import { z } from "zod";
import { json, readQuery, slowRoute, wholeNumber } from "@/lib/http";
import { getServer } from "@/lib/server";

const query = z.object({ limit: wholeNumber(1, 1_000) });

/** `GET /api/audit`: what was done by whom, newest first, 100 unless told. */
export const getAudit = slowRoute(async (request) => {
	const { limit } = readQuery(request, query);
	return json({ entries: await getServer().access.audit.read(limit ?? 100) });
});
