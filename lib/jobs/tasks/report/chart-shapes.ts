import { niceTop, type Scale, scaleFor, type Unit } from "@/lib/chart-scale";
import type { Series } from "./statistics";

/** Known steps that follow each other: `x` and values, a line is drawn through them. */
export type Run = { time: number; mean: number; min: number; max: number }[];

/** Cuts a series where nothing is known: a line over a gap would be a claim. Each step stands at its middle. */
export function runsOf({ points, stepMs, from, until, bridgedMs }: Series): Run[] {
	const runs: Run[] = [];
	let run: Run = [];
	let end = Number.NEGATIVE_INFINITY;
	for (const [start, mean, min, max] of points) {
		if (mean === null || min === null || max === null) continue;
		if (run.length > 0 && start - end > bridgedMs) {
			runs.push(run);
			run = [];
		}
		end = start + stepMs;
		const time = (Math.max(start, from) + Math.min(start + stepMs, until)) / 2;
		run.push({ time, mean, min, max });
	}
	return run.length > 0 ? [...runs, run] : runs;
}

/** An axis that holds all of these values: shares from 0 to 1, others from 0 on unless that would flatten them. */
export function axisFor(unit: string, values: { min: number; max: number }, reference: number | null): Scale {
	if (unit === "share" && values.max <= 1) return scaleFor("share", 1);
	const base: Unit = unit.startsWith("bytes") ? "binary" : "decimal";
	// A limit far above would leave the line at the bottom.
	const isNear = reference !== null && values.max >= reference / 4;
	const max = isNear ? Math.max(values.max, reference) : values.max;
	const isAmount = base === "binary" || unit === "share" || unit === "1/s";
	const isFlattened = !isAmount && values.min > 0 && max - values.min < max / 3;
	if (values.min >= 0 && !isFlattened)
		return scaleFor("fromZero", niceTop(max > 0 ? max : 1, "fromZero", base), base);
	const span = max - values.min || Math.abs(max) || 1;
	const [, step = 1] = scaleFor("fromZero", niceTop(span, "fromZero", base), base).ticks;
	const [lowest, highest] = [Math.floor(values.min / step), Math.ceil(max / step)];
	const count = Math.max(1, highest - lowest);
	const ticks = Array.from({ length: count + 1 }, (_, index) =>
		Number(((lowest + index) * step).toPrecision(12)),
	);
	return { min: ticks[0] as number, max: ticks.at(-1) as number, ticks };
}

/** Something at a place of the time axis: a fact by its letter, a gap too narrow for its name by its number. */
export interface Mark {
	x: number;
	text: string;
}

/** Marks that stand closer than `least` are one that names the first and the last of them: `A–C`, `B, 2–4`. */
export function gatherMarks(marks: readonly Mark[], least: number): Mark[] {
	const gathered: Mark[][] = [];
	for (const mark of [...marks].sort((one, other) => one.x - other.x)) {
		const before = gathered.at(-1);
		const last = before?.at(-1);
		if (before && last && mark.x - last.x < least) before.push(mark);
		else gathered.push([mark]);
	}
	return gathered.map((together) => {
		const isNumber = ({ text }: Mark) => /^\d/.test(text);
		const kinds = [together.filter((mark) => !isNumber(mark)), together.filter(isNumber)];
		const [first, last] = [together[0] as Mark, together.at(-1) as Mark];
		return { x: (first.x + last.x) / 2, text: kinds.flatMap(fromTo).join(", ") };
	});
}

function fromTo(marks: readonly Mark[]): string[] {
	const [first, last] = [marks[0], marks.at(-1)];
	if (!first || !last) return [];
	return [first === last ? first.text : `${first.text}–${last.text}`];
}

/** `A` to `Z`, then `AA`, `AB` and so on. */
export function letterOf(index: number): string {
	const letter = String.fromCharCode(65 + (index % 26));
	return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter;
}
