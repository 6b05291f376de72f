import { z } from "zod";
import { HttpError, json, readBody, slowRoute } from "@/lib/http";
import { getServer } from "@/lib/server";
import { answerForm, isForm, readNext } from "./forms";

/** What the longest password takes in a form, where each of its letters may be nine. */
export const mostBytes = 16_384;

const body = z.strictObject({
	account: z.string().max(64),
	password: z.string().max(1_024),
	/** Where to go then. */
	next: z.string().max(2_048).optional(),
});

/** `POST /api/sign-in`: JSON gets JSON, and a form is led on to where it wanted to go. */
export const postSignIn = slowRoute(async (request) => {
	const { access } = getServer();
	const { account, password, next } = await readBody(request, body, { form: true, mostBytes });
	const result = await access.signIn(account, password, getServer().asked(request));
	if (result.name === "signed-in") {
		const headers = { "Set-Cookie": result.cookie };
		if (isForm(request)) return answerForm(readNext(next), headers);
		return json({ account: result.account }, { headers });
	}
	if (!isForm(request)) throw refuseAttempt(result, "This is not the password of this account.");
	const query = new URLSearchParams({ failed: result.name });
	if (result.name === "wait") query.set("wait", `${inSeconds(result.retryMs)}`);
	if (readNext(next) !== "/") query.set("next", readNext(next));
	return answerForm(`/login?${query}`);
});

/** Why a password was not taken; the same whether the account or the password is wrong. */
export function refuseAttempt(
	result: { name: "wrong" } | { name: "wait"; retryMs: number },
	wrong: string,
): HttpError {
	if (result.name === "wrong") return new HttpError(401, "wrong_password", wrong);
	const seconds = inSeconds(result.retryMs);
	return new HttpError(429, "wait", `Too many failed attempts; try again in ${seconds} s.`, {
		"Retry-After": `${seconds}`,
	});
}

function inSeconds(ms: number): number {
	return Math.ceil(ms / 1_000);
}
