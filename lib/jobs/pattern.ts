/** Looks whether the whole of a text matches, as `pattern` of HTML does. */
export function matchesWhole(pattern: string, text: string): boolean {
	return new RegExp(`^(?:${pattern})$`, "u").test(text);
}
