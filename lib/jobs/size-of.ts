import type { JobMessage } from "./types";

/** About what a message takes in memory, as it is and as it is sent. */
export function sizeOf(message: JobMessage): number {
	const words = "words" in message ? message.words : null;
	return 300 + (words && "text" in words ? words.text.length * 3 : 0);
}
