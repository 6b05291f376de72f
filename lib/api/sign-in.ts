import { z } from "zod";
import { HttpError, json, readBody, slowRoute } from "@/lib/http";
import { getServer } from "@/lib/server";
import { answerForm, isForm } from "./forms";

const body = z.strictObject({
	account: z.string().max(64),
	password: z.string().max(1_024),
	/** Where to go then. */
	next: z.string().max(2_048).optional(),
});

/** `POST /api/sign-in`: JSON gets JSON, and a form is led on to where it wanted to go. */
export const postSignIn = slowRoute(async (request) => {
	const { access } = getServer();
	const { account, password, next } = await readBody(request, body, { form: true });
	const result = await access.signIn(account, password, getServer().asked(request));
	if (result.name === "signed-in") {
		const headers = { "Set-Cookie": result.cookie };
		if (isForm(request)) return answerForm(next ?? "/", headers);
		return json({ account: result.account }, { headers });
	}
	const retryAfter = result.name === "wait" ? Math.ceil(result.retryMs / 1_000) : 0;
	if (isForm(request)) {
		const query = new URLSearchParams({
			failed: result.name,
			...(retryAfter > 0 && { wait: `${retryAfter}` }),
		});
		if (next !== undefined) query.set("next", next);
		return answerForm(`/login?${query}`);
	}
	if (result.name === "wrong")
		throw new HttpError(401, "wrong_password", "This is not the password of this account.");
	throw new HttpError(429, "wait", `Too many failed attempts; try again in ${retryAfter} s.`, {
		"Retry-After": String(retryAfter),
	});
});
