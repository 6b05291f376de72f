const blanks = /[\t\n\v\f\r]/g;
// Also what turns the direction of a text (Cf) and halves of pairs: a process names itself, and may try to deceive.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const mostCharacters = 200;

/** Text that a process has chosen, without what would harm where it is shown; at most 200 characters. */
export function cleanText(text: string): string {
	return text.slice(0, mostCharacters).replace(blanks, " ").replace(unseen, "\ufffd").trim();
}

/** The name of a process out of its bytes, one character each, as UTF-8 where they are that. */
export function cleanName(rawName: string): string {
	return cleanText(Buffer.from(rawName, "latin1").toString("utf8"));
}

/** The words of `/proc/<pid>/cmdline`, which end with NUL each, as one line; empty where there are none. */
export function cleanCommand(bytes: Buffer): string {
	return cleanText(bytes.toString("utf8").replace(/\0+$/, "").replaceAll("\0", " "));
}
