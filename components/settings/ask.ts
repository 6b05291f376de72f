import { withBasePath } from "@/lib/base-path";
import { settingsMessages } from "@/lib/settings-messages";

/** What the server answered; or why it did not do what it was asked to, in a sentence to show. */
export type Answer<T> = { isDone: true; value: T } | { isDone: false; code: string; message: string };

const timeoutMs = 15_000;

/** Asks the API, as whoever is signed in. Never throws. */
export async function ask<T>(
	method: "GET" | "POST" | "PUT" | "DELETE",
	path: `/${string}`,
	body?: unknown,
): Promise<Answer<T>> {
	const { failed } = settingsMessages;
	let response: Response;
	try {
		response = await fetch(withBasePath(path), {
			method,
			headers: body === undefined ? {} : { "Content-Type": "application/json" },
			body: body === undefined ? undefined : JSON.stringify(body),
			cache: "no-store",
			signal: AbortSignal.timeout(timeoutMs),
		});
	} catch {
		// It fails in one way only, which says nothing of why.
		return { isDone: false, code: "unreachable", message: failed.unreachable };
	}
	const told: unknown = await response.json().catch(() => null);
	if (response.ok && told !== null) return { isDone: true, value: told as T };
	const { error } = (told ?? {}) as { error?: { code?: string; message?: string } };
	const code = error?.code ?? "unknown";
	return { isDone: false, code, message: error?.message ?? failed.unknown };
}
