import { z } from "zod";
import { HttpError, json, readBody, slowRoute } from "@/lib/http";
import { getServer } from "@/lib/server";
import { mostBytes, refuseAttempt } from "./sign-in";

const letters = "expected 12 to 1024 characters";
const body = z.strictObject({
	current: z.string().max(1_024),
	password: z.string().min(12, letters).max(1_024, letters),
});

/**
 * `PUT /api/password`: changes the password of whoever is signed in, and ends all their other sessions. 409 where it is
 * not decided here: HOSTBEAT_PASSWORD is set, or nobody signs in.
 */
export const putPassword = slowRoute(async (request, { principal }) => {
	const { current, password } = await readBody(request, body, { mostBytes });
	const server = getServer();
	const result = await server.access.changePassword(principal, current, password, server.asked(request));
	if (result.name === "changed") return json({});
	if (result.name === "set") {
		throw new HttpError(
			409,
			"set_elsewhere",
			"HOSTBEAT_PASSWORD sets this password: change it there, and start the server again.",
		);
	}
	if (result.name === "open") {
		throw new HttpError(
			409,
			"no_login",
			"Nobody signs in here, as only this machine itself may ask. Start with HOSTBEAT_PASSWORD to demand it.",
		);
	}
	throw refuseAttempt(result, "This is not the present password.");
});
