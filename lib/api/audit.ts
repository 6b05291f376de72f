import { z } from "zod";
import { json, readQuery, route, wholeNumber } from "@/lib/http";
import { getServer } from "@/lib/server";

const query = z.object({ limit: wholeNumber(1, 1_000) });

/** `GET /api/audit`: what was done by whom, newest first, 100 unless told. */
export const getAudit = route((request) => {
	const { limit } = readQuery(request, query);
	return json({ entries: getServer().access.audit.read(limit ?? 100) });
});
