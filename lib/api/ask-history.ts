import { type Answer, unframe } from "@/lib/framed";
import { HttpError } from "@/lib/http";
import { getServer } from "@/lib/server";

/** Asks the history while the client waits; throws an HttpError: 400 for a wrong question, 503 where it cannot answer. */
export async function askHistory(subject: string, data: unknown, client: AbortSignal): Promise<Answer> {
	const framed = await getServer().history.ask(subject, data, client).catch(refuse);
	const answer = unframe(framed);
	if (answer.head.refused === undefined) return answer;
	throw new HttpError(400, "bad_request", answer.head.refused);
}

/** The same where what is sent is JSON, and short. */
export async function readFromHistory<T>(subject: string, data: unknown, client: AbortSignal): Promise<T> {
	const { body } = await askHistory(subject, data, client);
	return JSON.parse(new TextDecoder().decode(body)) as T;
}

function refuse(error: Error): never {
	const message = `The history cannot be told: ${error.message}.`;
	throw new HttpError(503, "no_history", message, { "Retry-After": "5" });
}
