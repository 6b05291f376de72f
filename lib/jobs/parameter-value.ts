import { lastTime, parseTime } from "@/lib/parse-time";
import { matchesWhole } from "./pattern";
import type { Parameter, ParameterValue } from "./types";

/** What was expected of a value, for a sentence that begins with "expected". */
export class Unexpected extends Error {
	override name = "Unexpected";
}

/** So many names of metrics at once. */
const mostMetrics = 64;
const longestMetric = 200;
const longestPath = 4_096;
// Ends of lines among them, which no argument of one line has; and halves of pairs, which no program could be given.
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
const unitMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A value as the task is given it, or an Unexpected. Of a directory only how it is written is looked at: what is there,
 * the disk has to say.
 */
export function readValue(parameter: Parameter, value: unknown, now: number): ParameterValue {
	switch (parameter.type) {
		case "text":
			return readText(parameter, value);
		case "number": {
			const { min, max, isWhole } = parameter;
			const isRight = typeof value === "number" && value >= min && value <= max;
			if (isRight && (!isWhole || Number.isSafeInteger(value))) return value;
			throw new Unexpected(`a ${isWhole ? "whole " : ""}number from ${min} to ${max}`);
		}
		case "choice": {
			const found = parameter.options.find((option) => option.value === value);
			if (found) return found.value;
			throw new Unexpected(`one of ${parameter.options.map((option) => option.value).join(", ")}`);
		}
		case "flag":
			if (typeof value === "boolean") return value;
			throw new Unexpected("true or false");
		case "directory":
			if (typeof value === "string" && isPath(value)) return value;
			throw new Unexpected(expectedDirectory(parameter.within));
		case "time":
			return readTime(value, now);
		case "metrics":
			if (Array.isArray(value) && value.length <= mostMetrics && value.every(isMetric)) return [...value];
			throw new Unexpected(`a list of at most ${mostMetrics} names of metrics`);
		case "upload":
			if (typeof value === "string" && /^[0-9a-z]{16}$/.test(value)) return value;
			throw new Unexpected("the id of a file that was uploaded");
	}
}

/** What is expected of a directory. */
export const expectedDirectory = (within: readonly string[]) =>
	`the full path of a directory that is there, ${within.join(" or ")} or below`;

function readText(parameter: Parameter & { type: "text" }, value: unknown): string {
	const { maxLength, pattern, allowDash = false } = parameter;
	// Its length first: all else costs with it.
	if (typeof value !== "string" || value.length > maxLength)
		throw new Unexpected(`text of at most ${maxLength} characters`);
	if (unprintable.test(value)) throw new Unexpected("text on one line, without control characters");
	// The program would take it for an option.
	if (!allowDash && value.startsWith("-")) throw new Unexpected("text that does not begin with -");
	if (pattern !== undefined && !matchesWhole(pattern, value)) throw new Unexpected(`text like ${pattern}`);
	return value;
}

function readTime(value: unknown, now: number): number {
	if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= lastTime)
		return value;
	if (typeof value === "string" && value.length <= 40) {
		if (value === "now") return now;
		const [, count, unit = ""] = /^-(\d{1,5})([smhd])$/.exec(value) ?? [];
		if (count !== undefined) return Math.max(0, now - Number(count) * (unitMs[unit] ?? 0));
		const time = parseTime(value);
		if (time !== null) return time;
	}
	throw new Unexpected(
		"Unix milliseconds, a time with its zone as 2026-11-20T03:00Z, now, or -24h before now",
	);
}

const isPath = (value: string) =>
	value.length <= longestPath && value.startsWith("/") && !unprintable.test(value);

const isMetric = (value: unknown) =>
	typeof value === "string" &&
	value.length <= longestMetric &&
	/^[^\s-]/.test(value) &&
	!unprintable.test(value);
