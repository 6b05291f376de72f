import { json, route } from "@/lib/http";
import { getServer } from "@/lib/server";
import { answerForm, isForm } from "./forms";

/** `POST /api/sign-out`: ends the session that asks, every stream that it holds, and what the browser keeps of its pages. */
export const postSignOut = route((request) => {
	const server = getServer();
	const cookies = server.access.signOut(server.asked(request));
	const headers = { "Clear-Site-Data": '"cache"' };
	const response = isForm(request) ? answerForm("/login?from=signed-out", headers) : json({}, { headers });
	for (const cookie of cookies) response.headers.append("Set-Cookie", cookie);
	return response;
});
