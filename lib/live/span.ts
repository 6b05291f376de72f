import { defaultView, leastSpanMs, type RangeName, ranges, type View } from "./view";

/** A stretch of time, in Unix milliseconds of the server's clock. */
export interface Span {
	from: number;
	to: number;
}

/** What there is to see: from the oldest reading, or −∞ where that is not known, to now. */
export interface Bounds {
	oldest: number;
	now: number;
}

/** So far from a round stretch, or from now, is meant to be that: nobody points more exactly. */
const nearShare = 0.02;

/** The stretch that a view shows. All there is, is at least the default view. */
export function spanOf(view: View, { oldest, now }: Bounds): Span {
	if ("from" in view) return { from: view.from, to: view.to };
	const least = "range" in defaultView ? (ranges[defaultView.range] ?? 0) : 0;
	const known = Number.isFinite(oldest) ? now - oldest : 0;
	return { from: now - (ranges[view.range] ?? Math.max(least, known)), to: now };
}

/** The view that shows this stretch as far as there is anything: a live one if that is what it amounts to. */
export function viewOf({ from, to }: Span, bounds: Bounds): View {
	const span = to - from;
	if (to >= bounds.now - nearShare * span) {
		const name = (Object.keys(ranges) as RangeName[]).find(
			(name) => Math.abs((ranges[name] ?? Number.NaN) - span) <= nearShare * span,
		);
		if (name) return { range: name };
		if (from <= bounds.oldest) return { range: "all" };
	}
	return fitView({ from, to }, bounds);
}

/** A view of the past within what there is, and not too short to see anything; a live one stays as it is. */
export function fitView(view: View, { oldest, now }: Bounds): View {
	if (!("from" in view)) return view;
	const isOutside = view.to <= oldest || view.from >= now;
	const shift = isOutside ? (view.to <= oldest ? oldest - view.from : now - view.to) : 0;
	let from = Math.max(view.from + shift, oldest);
	let to = Math.min(view.to + shift, now);
	if (to - from < leastSpanMs) {
		to = Math.min(now, Math.max((from + to + leastSpanMs) / 2, oldest + leastSpanMs));
		from = to - leastSpanMs;
	}
	return { from: Math.round(from), to: Math.round(to) };
}

/** A stretch that is `factor` times as long, with `at` in the same place of it, not beyond now. */
export function scaleSpan({ from, to }: Span, factor: number, at: number, now: number): Span {
	const span = Math.max(leastSpanMs, (to - from) * factor);
	const left = at - ((at - from) / (to - from)) * span;
	const beyond = Math.max(0, left + span - now);
	return { from: left - beyond, to: left + span - beyond };
}

/** Whether both show the same. */
export function isSameView(one: View, other: View): boolean {
	if ("from" in one) return "from" in other && one.from === other.from && one.to === other.to;
	return "range" in other && one.range === other.range;
}
