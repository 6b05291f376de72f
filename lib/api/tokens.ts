import { z } from "zod";
import { scopes } from "@/lib/access/types";
import { HttpError, json, readBody, route, slowRoute } from "@/lib/http";
import { getServer } from "@/lib/server";

const dayMs = 86_400_000;
const body = z.strictObject({
	name: z.string().trim().min(1).max(64),
	scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
	/** `null` for one that does not end by itself. */
	days: z.number().int().min(1).max(3_650).nullable().default(null),
});

/** `GET /api/tokens`: all tokens, without their secrets. */
export const getTokens = route(() => json({ tokens: getServer().access.tokens.list() }));

/** `POST /api/tokens`: makes one, and tells its secret this once; 409 where the name is taken or there are too many. */
export const postToken = slowRoute(async (request, { principal }) => {
	const { name, scopes, days } = await readBody(request, body);
	const server = getServer();
	const made = server.access.tokens.create(name, scopes, days === null ? null : Date.now() + days * dayMs);
	if (made.name === "taken") {
		throw new HttpError(
			409,
			"name_taken",
			"name: expected one that no other token has, got one that is taken",
		);
	}
	if (made.name === "full") {
		throw new HttpError(
			409,
			"too_many",
			`There are ${made.most} tokens, and no more: revoke one that is not used.`,
		);
	}
	const { address } = server.asked(request);
	server.access.audit.note({ action: "token-created", who: principal.name, address, what: name });
	await server.access.saved();
	return json(made.token, { status: 201 });
});

/** `DELETE /api/tokens/[id]`: ends a token at once. */
export const deleteToken = slowRoute(async (request, { principal, parameters }) => {
	const server = getServer();
	const token = server.access.tokens.revoke(parameters.id ?? "");
	if (!token) throw new HttpError(404, "not_found", "There is no such token.");
	const { address } = server.asked(request);
	server.access.audit.note({ action: "token-revoked", who: principal.name, address, what: token.name });
	await server.access.saved();
	return json({ revoked: token.id });
});
