// biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that are looked for.
const controls = /[\0-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\p{Surrogate}]/gu;

/**
 * Text that nothing takes for more than text: control characters are shown as their pictures (U+2400 and on), but for
 * the tab, the line's end, and the escape that colours begin with.
 */
export function cleanText(text: string): string {
	return text.replace(controls, (character) => {
		const code = character.charCodeAt(0);
		if (code < 0x20) return String.fromCharCode(0x2400 + code);
		return code === 0x7f ? "\u2421" : "\ufffd";
	});
}
