/** What a route must know of an answer without reading it. */
export interface AnswerHead {
	/** Why the question cannot be answered: it is wrong. */
	refused?: string;
	/** Another one for each other body. */
	hash?: string;
	/** Where the next slice goes on. */
	next?: object;
}

export interface Answer {
	head: AnswerHead;
	/** What is sent, byte for byte. */
	body: Uint8Array<ArrayBuffer>;
}

/** A question is wrong; the message says what was expected and what came. */
export class QuestionError extends RangeError {}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const lineEnd = 10;

/** An answer as one piece of bytes: a line of JSON for the route, then what it sends. */
export function frame(head: AnswerHead, body: Uint8Array): Uint8Array<ArrayBuffer> {
	const line = encoder.encode(`${JSON.stringify(head)}\n`);
	const framed = new Uint8Array(line.length + body.length);
	framed.set(line);
	framed.set(body, line.length);
	return framed;
}

/** The two parts of what `frame` made; the body is not copied. */
export function unframe(framed: Uint8Array<ArrayBuffer>): Answer {
	const end = framed.indexOf(lineEnd);
	const head = JSON.parse(decoder.decode(framed.subarray(0, end))) as AnswerHead;
	return { head, body: framed.subarray(end + 1) };
}
