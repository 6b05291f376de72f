import type { IncomingMessage } from "node:http";

/**
 * Calls `onWhole` once all of a request is there, with its body still to be read; or `onTooLarge`, once, when its body
 * has more than `mostBytes`, of which nothing is kept. Of one that ends before, neither is called.
 */
// Next keeps what comes of a body in memory, twice, and complains in the log of each that is too large for it. So it
// hears only of whole requests: how long one takes is bounded by the server itself.
export function awaitWhole(
	request: IncomingMessage,
	mostBytes: number,
	{ onWhole, onTooLarge }: { onWhole: () => void; onTooLarge: () => void },
): void {
	if (!hasBody(request)) {
		onWhole();
		return;
	}
	if (Number(request.headers["content-length"] ?? 0) > mostBytes) {
		dropBody(request);
		onTooLarge();
		return;
	}
	const { push } = request;
	const chunks: Buffer[] = [];
	let bytes = 0;
	// Node's parser hands over a body through this method of every stream.
	request.push = (chunk: Buffer | null) => {
		if (chunk !== null) {
			bytes += chunk.length;
			if (bytes <= mostBytes) {
				chunks.push(chunk);
				return true;
			}
			dropBody(request);
			chunks.length = 0;
			onTooLarge();
			return true;
		}
		request.push = push;
		for (const chunk of chunks.splice(0)) request.push(chunk);
		request.push(null);
		// Its client may leave before Next has read it, which is no fault of the body: Next would tell the log of each.
		const { destroy } = request;
		request.destroy = (error) => (request.readableEnded ? destroy.call(request, error) : request);
		onWhole();
		return true;
	};
}

/** Keeps nothing of the body that comes, so that who sends it can be told why. */
export function dropBody(request: IncomingMessage): void {
	request.push = () => true;
}

/** Whether a body comes with it, by its headers. */
export function hasBody({ headers }: IncomingMessage): boolean {
	return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
