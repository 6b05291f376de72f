import type { HistoryPart } from "./history-request";
import { type PastPicture, stepsOf } from "./picture";
import { type Bounds, spanOf } from "./span";
import type { View } from "./view";

/** What is asked of the history for a picture. */
export interface Question extends HistoryPart {
	/** All of the picture, or only its last steps and what came since. */
	part: "whole" | "end";
	points: number;
	/** Of the picture. */
	windowMs: number;
}

/** Below this width of a page, its charts have room for fewer points. */
const phonePx = 720;
const pointsOf = { phone: 360, screen: 600 };
/** More than so many of its steps are better asked for together with all others. */
const mostEndSteps = 200;

/** Asks for all of a view, in as many points as fit the screen; `intervalMs` is the least distance of readings. */
export function wholeQuestion(view: View, bounds: Bounds, intervalMs: number): Question {
	const { from, to } = spanOf(view, bounds);
	const windowMs = to - from;
	const steps =
		(globalThis.innerWidth ?? Number.POSITIVE_INFINITY) < phonePx ? pointsOf.phone : pointsOf.screen;
	const stepMs = Math.max(windowMs / steps, intervalMs);
	// The step at the left edge begins before it; and both ends may cut one.
	return {
		part: "whole",
		from: from - stepMs,
		to: "range" in view ? undefined : to,
		points: steps + 2,
		windowMs,
	};
}

/**
 * Asks for the last steps of a live picture and what came since, so that the answer has the steps of the picture;
 * `null` where that is as much as all of it. `readMs` is the distance of what the steps are made of.
 */
export function endQuestion(picture: PastPicture, readMs: number, now: number): Question | null {
	const { stepMs, windowMs } = picture;
	const last = Math.floor(picture.window.newest / stepMs) * stepMs;
	// With fewer, a step that has only begun could be told in finer ones.
	const steps = Math.ceil(stepMs / readMs) + 2;
	const from = last - (steps - 1) * stepMs;
	const end = (Math.floor(Math.max(now, last) / stepMs) + 1) * stepMs;
	const points = (end - from) / stepMs;
	if (steps > mostEndSteps || points >= stepsOf(picture)) return null;
	return { part: "end", from, to: end - 1, points, windowMs };
}
