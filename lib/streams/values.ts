import { fieldPattern } from "@/lib/stream-names";
import type { OwnField, OwnValues } from "./types";

/** So many bytes a push may have. */
export const mostBytes = 4_096;
/** So many fields a stream may have, all its pushes together: each number is a series of the history. */
export const mostFields = 20;
const mostText = 1_000;

/** Reads what a body of JSON pushes. Throws a RangeError that says what was expected. */
export function readValues(body: unknown): OwnValues {
	if (typeof body !== "object" || body === null || Array.isArray(body)) {
		throw new RangeError(`body: expected an object of numbers and text, got ${kindOf(body)}`);
	}
	const fields = Object.entries(body);
	if (fields.length === 0 || fields.length > mostFields) {
		throw new RangeError(`body: expected 1 to ${mostFields} fields, got ${fields.length}`);
	}
	for (const [name, value] of fields) checkField(name, value);
	return Object.fromEntries(fields);
}

/** What a body of plain text pushes. */
export function readText(text: string): OwnValues {
	return readValues({ text });
}

/** What a push holds. */
export function fieldsOf(values: OwnValues): OwnField[] {
	return Object.entries(values).map(([name, value]) => ({
		name,
		kind: typeof value === "number" ? "number" : "text",
	}));
}

function checkField(name: string, value: unknown): void {
	if (!fieldPattern.test(name)) {
		const shown = name.slice(0, 50);
		throw new RangeError(`body: expected fields of a letter and up to 39 more and digits, got "${shown}"`);
	}
	if (name === "time") throw new RangeError("time: expected none, for it is the server's");
	if (typeof value === "string") {
		if (value.length <= mostText) return;
		throw new RangeError(`${name}: expected at most ${mostText} characters, got ${value.length}`);
	}
	// 1e999 is JSON, and no number here.
	if (typeof value === "number" && Number.isFinite(value)) return;
	throw new RangeError(`${name}: expected a number or text, got ${kindOf(value)}`);
}

function kindOf(value: unknown): string {
	if (value === null) return "null";
	if (Array.isArray(value)) return "a list";
	if (typeof value === "number") return "a number that is too large";
	return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
