const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * A path of bytes, each a character of it, as people can read it on one line, and tell it from every other: what would
 * end the line, hide or turn the text around it, or is no UTF-8, is written as in C.
 */
// Names are any bytes but slash and zero. As UTF-8 some could not be found again; as bytes in a text all can.
export function showPath(path: string): string {
	// Most are plain.
	if (/^[ -[\]-~]*$/.test(path)) return path;
	return (path.match(utf8) ?? []).map(showCharacter).join("");
}

/** A character of UTF-8 in its bytes, or else one byte. */
const utf8 = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\0-\xff]/g;
/** What is no character to be seen: control, format, separators of lines, halves of pairs, and what has no meaning. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}]/u;
const named: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };

function showCharacter(bytes: string): string {
	const short = named[bytes];
	if (short !== undefined) return short;
	try {
		const character = decoder.decode(Buffer.from(bytes, "latin1"));
		if (!unseen.test(character)) return character;
	} catch {
		// No UTF-8 after all: an overlong form, say.
	}
	return [...bytes].map((byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");
}
