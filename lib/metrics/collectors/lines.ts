/** The lines of a file of the kernel; what comes after the last line end was cut off and is left out. */
export function wholeLines(text: string): string[] {
	return text.slice(0, Math.max(0, text.lastIndexOf("\n"))).split("\n");
}
