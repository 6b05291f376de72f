import { withBasePath } from "@/lib/base-path";

const answerMs = 5_000;

/** Whether whoever uses this browser may see this host, as the server says when it is asked once; `null` without an answer. */
export async function mayRead(ask: typeof fetch = fetch): Promise<boolean | null> {
	try {
		const response = await ask(withBasePath("/api/session"), {
			redirect: "manual",
			cache: "no-store",
			signal: AbortSignal.timeout(answerMs),
		});
		if (response.status === 401) return false;
		const answer = response.status === 200 ? await response.json() : null;
		return Array.isArray(answer?.scopes) ? answer.scopes.includes("read") : null;
	} catch {
		// Neither a network that failed nor a page in its place says anything of a session.
		return null;
	}
}
