import { json, route } from "@/lib/http";
import { getServer } from "@/lib/server";
import { answerForm, isForm } from "./forms";

/** `POST /api/sign-out`: ends the session that asks, and every stream that it holds. */
export const postSignOut = route((request, { principal }) => {
	const server = getServer();
	const headers = { "Set-Cookie": server.access.signOut(principal, server.asked(request)) };
	return isForm(request) ? answerForm("/login?from=signed-out", headers) : json({}, { headers });
});
