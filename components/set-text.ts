/** Sets a text without touching what already says so: an unchanged node costs no layout. */
export function setText(element: Element | null | undefined, text: string): void {
	if (element && element.textContent !== text) element.textContent = text;
}
