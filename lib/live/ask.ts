const listeners = new Set<() => void>();

/** Calls `listener` when the server answers a question of `ask` to nobody who is not signed in; returns what ends it. */
export function onRefusal(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

/** `fetch`, for what a page asks its server beside the stream. */
export async function ask(...question: Parameters<typeof fetch>): Promise<Response> {
	const response = await fetch(...question);
	if (response.status === 401) for (const listener of [...listeners]) listener();
	return response;
}
