import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { createReadClient } from "./client";
import { Gate } from "./gate";
import type { Asked, Principal } from "./types";

const stranger: Principal = { kind: "anonymous", name: null, id: null, scopes: [] };

/** All that a sign-in by a proxy's header would add: one way more to tell who asks. */
function identify(asked: Asked): Principal {
	const name = asked.proxy ? asked.header("x-forwarded-user") : null;
	return name === null ? stranger : { kind: "session", name, id: null, scopes: ["read"] };
}

function judge(peer: string, sent: Record<string, string>) {
	const headers: Record<string, string> = { host: "127.0.0.1", ...sent };
	const request = {
		headers,
		socket: { remoteAddress: peer },
		httpVersion: "1.1",
	} as unknown as IncomingMessage;
	const gate = new Gate({
		listening: { host: "127.0.0.1", allowed: [] },
		corsOrigins: [],
		refusesForwarded: false,
		identify,
	});
	return gate.judge({
		...createReadClient(["10.0.0.0/8"])(request),
		method: "GET",
		path: "/api/snapshot",
		header: (name) => headers[name] ?? null,
	});
}

test("who asks may be what a trusted proxy says in a header, and never what anybody else does", () => {
	expect(judge("10.0.0.5", { "x-forwarded-user": "ada" })).toMatchObject({
		admitted: true,
		principal: { name: "ada" },
	});
	const others: Record<string, string>[] = [
		{},
		{ "x-forwarded-for": "10.0.0.5" },
		{ forwarded: "for=10.0.0.5" },
	];
	for (const sent of others) {
		const verdict = judge("127.0.0.1", { "x-forwarded-user": "ada", ...sent });
		expect(verdict, JSON.stringify(sent)).toMatchObject({ admitted: false, status: 401 });
	}
	expect(judge("10.0.0.5", {}), "a trusted proxy that names nobody").toMatchObject({ status: 401 });
});
