/** Sets a text without touching what already says so: an unchanged node costs no layout. */
export function setText(element: Element | null | undefined, text: string): void {
	const only = element?.childNodes.length === 1 ? element.firstChild : null;
	// A text node that is kept is cheaper than one that is made anew.
	if (only instanceof Text) {
		if (only.data !== text) only.data = text;
	} else if (element && element.textContent !== text) {
		element.textContent = text;
	}
}
