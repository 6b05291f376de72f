/** One server-sent event: `data` is sent as it is when a string, else as JSON. */
export interface ServerSentEvent {
	event?: string;
	id?: string;
	/** How long a browser waits before it reconnects, in milliseconds. */
	retry?: number;
	data?: unknown;
}

const lineBreak = /\r\n|\r|\n/;
// EventSource fires `open` and `error` by itself and `message` for events without a name.
const reservedNames = new Set(["open", "error", "message"]);
// Outside of this set or length, browsers drop the id or ask a CORS preflight for it (Fetch: CORS-safelisted headers).
const idPattern = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * Encodes one event as the bytes of the wire (WHATWG HTML, 9.2.5).
 * Throws on a name or id that would break out of its field: such input is refused, never cleaned.
 */
export function encodeEvent({ event, id, retry, data }: ServerSentEvent): string {
	let frame = "";
	if (retry !== undefined) {
		if (!Number.isInteger(retry) || retry < 0) {
			throw new TypeError(`retry: expected a whole number, 0 or more, got ${retry}`);
		}
		frame += `retry: ${retry}\n`;
	}
	if (id !== undefined) frame += encodeId(id);
	if (event !== undefined) {
		// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get in
		if (event === "" || /[\r\n\u0000]/.test(event) || reservedNames.has(event)) {
			throw new TypeError(
				`event: expected a name without line breaks that EventSource leaves free, got ${JSON.stringify(event)}`,
			);
		}
		frame += `event: ${event}\n`;
	}
	if (data !== undefined) {
		const text = typeof data === "string" ? data : JSON.stringify(data);
		for (const line of text.split(lineBreak)) frame += `data: ${line}\n`;
	}
	return `${frame}\n`;
}

/** Encodes the line that gives the frame after it its id. */
export function encodeId(id: string): string {
	if (!idPattern.test(id)) {
		throw new TypeError(`id: expected 1 to 64 of A-Z a-z 0-9 . _ -, got ${JSON.stringify(id)}`);
	}
	return `id: ${id}\n`;
}
