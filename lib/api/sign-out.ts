import { json, slowRoute } from "@/lib/http";
import { getServer } from "@/lib/server";
import { answerForm, isForm } from "./forms";

/**
 * `POST /api/sign-out`: ends the session that asks, every stream that it holds, and what the browser keeps of its pages.
 * What is answered outlives a power cut, as of all that takes a right away.
 */
export const postSignOut = slowRoute(async (request) => {
	const server = getServer();
	const cookies = server.access.signOut(server.asked(request));
	// Strangers may ask, too, and nothing is written for them.
	if (cookies.length > 0) await server.access.saved();
	const headers = { "Clear-Site-Data": '"cache"' };
	const response = isForm(request) ? answerForm("/login?from=signed-out", headers) : json({}, { headers });
	for (const cookie of cookies) response.headers.append("Set-Cookie", cookie);
	return response;
});
