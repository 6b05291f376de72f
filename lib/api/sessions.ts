import { HttpError, json, route, slowRoute } from "@/lib/http";
import { getServer } from "@/lib/server";

/** `GET /api/sessions`: where somebody is signed in; to those who may not change settings, only their own. */
export const getSessions = route((_request, { principal }) => {
	return json({ sessions: getServer().access.sessions(principal) });
});

/** `DELETE /api/sessions`: ends all that `GET` shows: who may change settings signs everybody out, everywhere. */
export const deleteSessions = slowRoute(async (request, { principal }) => {
	const server = getServer();
	const ended = server.access.endSessions(null, principal, server.asked(request));
	await server.access.saved();
	return json({ ended });
});

/** `DELETE /api/sessions/[id]`: ends one of these. */
export const deleteSession = slowRoute(async (request, { principal, parameters }) => {
	const server = getServer();
	const ended = server.access.endSessions(parameters.id ?? "", principal, server.asked(request));
	if (ended === 0) throw new HttpError(404, "not_found", "There is no such session; it may have ended.");
	await server.access.saved();
	return json({ ended });
});
