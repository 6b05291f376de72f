/**
 * Patterns that parameters are matched with. Whoever writes one means well, but `(a+)+b` takes longer than anybody lives on a text of
 * forty letters, and would hold everybody up meanwhile: so no part that repeats stands within another, there are few of
 * them, and what they are looked for in is short.
 */

/** So many parts of a pattern may repeat; more of them, and the time grows with a higher power of the text. */
const mostRepeating = 3;
/** Those of `?` and `|` multiply the ways, each by two or so. */
const mostChoices = 10;
const longestPattern = 500;
/** By how many parts repeat: some ten million steps at most. */
const longestText = [10_000, 10_000, 4_000, 400] as const;

/** How long a text may be that is matched with a pattern, by what in it repeats. */
export const longestFor = (pattern: string): number => longestText[count(pattern).repeating] ?? 0;

/** Why a pattern is not taken, in words that follow "expected"; `null` where it is. */
export function explainPattern(pattern: string): string | null {
	if (pattern.length > longestPattern) return `a regular expression of at most ${longestPattern} characters`;
	try {
		new RegExp(pattern, "u");
	} catch {
		return "a regular expression";
	}
	const { repeating, choices, isNested, looksElsewhere } = count(pattern);
	if (looksElsewhere) return "a regular expression without \\1, (?=…) and the like";
	if (isNested) return "a regular expression in which no group repeats that has *, +, ?, {} or | in it";
	if (repeating > mostRepeating)
		return `a regular expression with at most ${mostRepeating} of *, + and {…,…}`;
	if (choices > mostChoices) return `a regular expression with at most ${mostChoices} of ? and |`;
	return null;
}

/** Looks whether the whole of a text matches, as `pattern` of HTML does. */
export function matchesWhole(pattern: string, text: string): boolean {
	return new RegExp(`^(?:${pattern})$`, "u").test(text);
}

const token =
	/\\[1-9]|\\k<|\(\?(?:[=!]|<[=!])|\\[pPu]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|\{(\d+)(?:(,)(\d*))?\}\??|[*+?]\??|[|)]|\(/gsu;

/** What of a pattern makes it slow. */
function count(pattern: string) {
	const found = { repeating: 0, choices: 0, isNested: false, looksElsewhere: false };
	/** Of each group that is open, and the last that was closed, whether anything in it may match in more ways than one. */
	const open: boolean[] = [];
	let closed = false;
	let closedAt = -1;
	const vary = () => {
		for (const index of open.keys()) open[index] = true;
	};
	for (const { 0: text, 1: least, 2: comma, 3: most, index } of pattern.matchAll(token)) {
		if (/^(\\[1-9]|\\k<|\(\?([=!]|<[=!]))/.test(text)) found.looksElsewhere = true;
		else if (text === "(") open.push(false);
		else if (text === ")") {
			closed = open.pop() ?? false;
			closedAt = index + 1;
		} else if (text === "|") {
			found.choices++;
			vary();
		} else if (/^[*+?{]/.test(text)) {
			// The question mark of `(?:` and `(?<name>` is none.
			if (text.startsWith("?") && pattern[index - 1] === "(") continue;
			const isExact = least !== undefined && comma === undefined;
			const isOnce =
				text.startsWith("?") || (least !== undefined && Number(most || (comma ? 2 : least)) <= 1);
			if (closedAt === index && closed && !isOnce) found.isNested = true;
			if (isExact) continue;
			if (isOnce) found.choices++;
			else found.repeating++;
			vary();
		}
	}
	return found;
}
