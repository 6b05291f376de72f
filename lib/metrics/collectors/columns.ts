const [lineEnd, blank, zero, nine] = [10, 32, 48, 57];

// A number of so many digits is exact when it is put together digit by digit.
const exactDigits = 15;

/**
 * Goes through the lines of a file of the kernel, `text` from `start` to `end` each, until `visit` gives `false`. What
 * comes after the last line end was cut off and is left out.
 */
export function eachLine(text: string, visit: (start: number, end: number) => unknown): void {
	let start = 0;
	for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
		if (visit(start, end) === false) return;
		start = end + 1;
	}
}

/** Where the first column between `from` and `end` ends. */
export function columnEnd(text: string, from: number, end: number): number {
	let at = from;
	while (at < end && text.charCodeAt(at) <= blank) at++;
	while (at < end && text.charCodeAt(at) > blank) at++;
	return at;
}

/** The first `count` columns between `from` and `end`; `NaN` stands for each that is no whole number or is not there. */
export function readColumns(text: string, from: number, end: number, count: number): number[] {
	const columns: number[] = [];
	for (let at = from; columns.length < count; ) {
		while (at < end && text.charCodeAt(at) <= blank) at++;
		const start = at;
		while (at < end && text.charCodeAt(at) > blank) at++;
		columns.push(readDigits(text, start, at));
	}
	return columns;
}

/** The first number in the line that begins with `label`; `NaN` when there is none, or where the file was cut off. */
export function readNamed(text: string, label: string): number {
	let start = text.indexOf(label);
	while (start > 0 && text.charCodeAt(start - 1) !== lineEnd) start = text.indexOf(label, start + 1);
	const end = start < 0 ? -1 : text.indexOf("\n", start);
	return readColumns(text, start + label.length, end, 1)[0] as number;
}

// Not by way of strings: at each reading there are hundreds of numbers.
function readDigits(text: string, start: number, end: number): number {
	if (start === end) return Number.NaN;
	let value = 0;
	for (let at = start; at < end; at++) {
		const code = text.charCodeAt(at);
		if (code < zero || code > nine) return Number.NaN;
		value = value * 10 + code - zero;
	}
	return end - start <= exactDigits ? value : Number(text.slice(start, end));
}
