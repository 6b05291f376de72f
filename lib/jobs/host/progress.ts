import { createContext, Script } from "node:vm";
import type { ProgressForm } from "../types";
import { cleanText } from "./clean-text";
import type { Line } from "./lines";

/** What a line says of how far it is. */
export interface Reading {
	progress: number | null;
	message: string | null;
	/** It is for people, too. */
	isLog: boolean;
}

/** Reads each line; throws a PatternTooSlow where that comes to no end. */
export type ReadProgress = (lines: Line[]) => (Reading | null)[];

/** A pattern that goes back and forth in a line for ever (`(a+)+$`), or cannot be used otherwise. */
export class PatternTooSlow extends Error {}

const maxMessage = 1_000;
// What says how far it is says so at once.
const maxMatched = 1_000;
const limitMs = 200;

const toShare = (value: number) => Math.min(1, Math.max(0, value));

function readJson({ text }: Line): Reading | null {
	if (!text.startsWith("{") || !text.includes('"progress"')) return null;
	try {
		const { progress, message } = JSON.parse(text);
		if (progress !== null && !Number.isFinite(progress)) return null;
		return {
			progress: progress === null ? null : toShare(progress),
			message: typeof message === "string" ? cleanText(message.slice(0, maxMessage)) : null,
			isLog: false,
		};
	} catch {
		// A line that only looks like it: it is for people.
		return null;
	}
}

// A pattern is somebody's who owns the file of the settings, and the lines are a program's; so a slow one is a mistake
// and no attack. But it would stop this process, and with it the cancelling of all jobs. No subset of patterns that
// people would understand is free of it, so it is bound by time, which V8 does only for a script of its own.
function createMatch(pattern: string): ReadProgress {
	const shared: { texts: string[]; found: (string | null)[] } = { texts: [], found: [] };
	const context = createContext(shared);
	const script = new Script(
		`{ const pattern = new RegExp(${JSON.stringify(pattern)}, "u"); found = texts.map((text) => pattern.exec(text)?.[1] ?? null); }`,
	);
	return (lines) => {
		shared.texts = lines.map(({ text }) => text.slice(0, maxMatched));
		try {
			script.runInContext(context, { timeout: limitMs });
		} catch (error) {
			throw new PatternTooSlow(pattern, { cause: error });
		}
		return lines.map(({ isOverwritten }, index) => {
			const percent = Number.parseFloat((shared.found[index] ?? "").replace(",", "."));
			if (!Number.isFinite(percent)) return null;
			return { progress: toShare(percent / 100), message: null, isLog: !isOverwritten };
		});
	};
}

/** Makes what reads progress off lines. */
export function createReadProgress(form: ProgressForm): ReadProgress {
	if (form.kind === "json") return (lines) => lines.map(readJson);
	if (form.kind === "pattern") return createMatch(form.pattern);
	return (lines) => lines.map(() => null);
}
