import Anser from "anser";

export const ansiColors = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;
export type AnsiColor = (typeof ansiColors)[number];

/** A piece of a line with one look. What stands on a colour keeps the page's own text colour, so that it can be read. */
export interface Piece {
	text: string;
	color: AnsiColor | null;
	on: AnsiColor | null;
	isBold: boolean;
	isDim: boolean;
	isItalic: boolean;
	isUnderlined: boolean;
	isStruck: boolean;
}

const plainLook: Omit<Piece, "text"> = {
	color: null,
	on: null,
	isBold: false,
	isDim: false,
	isItalic: false,
	isUnderlined: false,
	isStruck: false,
};
/** Titles of windows, links and the like (ECMA-48, 5.6 and 8.3.89): a command string to its end, or to the end of the line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const commandStrings = /\x1b[P\]X^_][^\x07\x1b]*(?:\x07|\x1b\\|$)/g;
/** Escapes of two or three characters that are no colour. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const shortEscapes = /\x1b(?:[()*+#%][^\x1b]|[^\x1b[\]PX^_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const controls = /[\x00-\x08\x0b-\x1f\x7f]/g;
/** Keeps the colours of the line before: a number that means nothing makes anser begin with them. */
const goOn = "\x1b[999m";
const sign = "\x1b";

/** Reads the colours of one source's lines, which last beyond the end of a line. */
export class AnsiReader {
	#anser = new Anser();
	#isPlain = true;

	/** The pieces of a line, and its text without any of that. */
	read(line: string): { pieces: Piece[]; text: string } {
		if (this.#isPlain && !line.includes(sign)) {
			const text = visible(line);
			return { pieces: [{ ...plainLook, text }], text };
		}
		const clean = line.replace(commandStrings, "").replace(shortEscapes, "");
		const pieces = this.#anser
			.ansiToJson(goOn + clean, { json: true, remove_empty: true })
			.map(toPiece)
			.filter(({ text }) => text !== "");
		const state = this.#anser as unknown as { fg: string | null; bg: string | null; decorations: string[] };
		// Said again on each of many lines, they would be kept as often.
		state.decorations = [...new Set(state.decorations)];
		this.#isPlain = state.fg === null && state.bg === null && state.decorations.length === 0;
		return { pieces, text: pieces.map(({ text }) => text).join("") };
	}
}

function toPiece({ content, fg, bg, decorations, ...more }: Anser.AnserJsonEntry): Piece {
	const has = (name: Anser.DecorationName) => decorations.includes(name);
	const isInverted = (more as { isInverted?: boolean }).isInverted ?? false;
	const on = nearest(bg);
	return {
		// What is said to be hidden is shown: a log hides nothing.
		text: visible(content),
		color: on === null && !isInverted ? nearest(fg) : null,
		on: isInverted ? (on ?? "white") : on,
		isBold: has("bold"),
		isDim: has("dim"),
		isItalic: has("italic"),
		isUnderlined: has("underline"),
		isStruck: has("strikethrough"),
	};
}

/** Control characters as pictures of themselves (U+2400 …): they do nothing, and are seen. */
function visible(text: string): string {
	return text.replace(controls, (character) =>
		character === "\x7f" ? "\u2421" : String.fromCharCode(0x2400 + character.charCodeAt(0)),
	);
}

/** Which of the eight a colour `r, g, b` is most like: the page has those in both themes, with enough contrast. */
function nearest(color: string | null): AnsiColor | null {
	if (!color) return null;
	const [red = 0, green = 0, blue = 0] = color.split(",").map(Number);
	const most = Math.max(red, green, blue);
	const least = Math.min(red, green, blue);
	// With hardly any colour it is a grey.
	if (most - least < 48) return most > 127 ? "white" : "black";
	const middle = (most + least) / 2;
	const bits = Number(red > middle) + 2 * Number(green > middle) + 4 * Number(blue > middle);
	return ansiColors[bits] ?? null;
}
