/** Less than what a client takes in one breath, so that one that reads slowly is told from one that does not. */
export const partBytes = 65_536;

/**
 * Bytes as a stream of parts, each when the one before was taken. Handed over whole, megabytes hold up everything
 * else: Next copies a body again and again on its way to the socket.
 */
export function inParts(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
	let rest = bytes;
	return new ReadableStream<Uint8Array>(
		{
			pull(controller) {
				controller.enqueue(rest.subarray(0, partBytes));
				rest = rest.subarray(partBytes);
				if (rest.length === 0) controller.close();
			},
		},
		{ highWaterMark: 0 },
	);
}
