/** Why the history cannot be written, for people, and whether the file itself is no good. */
export interface Failure {
	reason: string;
	isDamaged: boolean;
}

const damagedCodes = new Set([11, 26]);
const reasons: Record<number, string> = {
	5: "another program holds its file",
	6: "another program holds its file",
	8: "its file cannot be written to",
	10: "the disk does not read or write",
	11: "its file is damaged",
	13: "the disk is full",
	14: "its file cannot be opened",
	26: "its file is damaged",
};

/** Explains an error of SQLite by its code (https://www.sqlite.org/rescode.html). */
export function explainFailure(error: unknown): Failure {
	const { errcode, message } = error as { errcode?: number; message: string };
	// The lower byte: the others say where it happened.
	const code = (errcode ?? 0) & 0xff;
	return { reason: reasons[code] ?? message, isDamaged: damagedCodes.has(code) };
}
