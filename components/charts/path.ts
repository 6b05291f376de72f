/** Where values go: the plot's pixels, and the values at its upper and lower edge. */
export interface PlotArea {
	left: number;
	top: number;
	width: number;
	height: number;
	min: number;
	max: number;
}

// Turning fractions into text costs more than all else here, and the same few thousand tenths come back at each tick.
const texts: string[] = [];

function text(pixels: number): string {
	const tenths = Math.max(0, Math.round(pixels * 10));
	let known = texts[tenths];
	if (known === undefined) {
		known = String(tenths / 10);
		texts[tenths] = known;
	}
	return known;
}

/** The x of position `index` of `count`, the last at the right edge. */
export function xOf(index: number, count: number, plot: PlotArea): number {
	return plot.left + (count > 1 ? (plot.width * index) / (count - 1) : plot.width);
}

/** The y of a value, held inside the plot. */
export function yOf(value: number, plot: PlotArea): number {
	const y = plot.top + (plot.height * (plot.max - value)) / (plot.max - plot.min);
	return Math.min(plot.top + plot.height, Math.max(plot.top, y));
}

/** Calls `each` with the bounds [from, to) of every unbroken run of positions that are `shown`. */
export function eachRun(
	count: number,
	shown: (index: number) => boolean,
	each: (from: number, to: number) => void,
): void {
	let from = -1;
	for (let index = 0; index <= count; index++) {
		const inside = index < count && shown(index);
		if (inside && from === -1) from = index;
		if (!inside && from !== -1) {
			each(from, index);
			from = -1;
		}
	}
}

const mostColumns = 32;
let knownColumns = new Map<string, string[]>();

/** The x of every position and what parts it from its y: the same for all lines of a chart, at every tick. */
function columnTexts(count: number, plot: PlotArea): string[] {
	const key = `${plot.left} ${plot.width} ${count}`;
	let columns = knownColumns.get(key);
	if (!columns) {
		columns = Array.from({ length: count }, (_, index) => `${text(xOf(index, count, plot))} `);
		// A window that is drawn larger by hand goes through hundreds of widths.
		if (knownColumns.size === mostColumns) knownColumns = new Map();
		knownColumns.set(key, columns);
	}
	return columns;
}
/** The corners of one run as "x y"; with more points than pixels, the least and the greatest of each pixel column. */
export function corners(values: Float64Array, from: number, to: number, plot: PlotArea): string[] {
	const count = values.length;
	const out: string[] = [];
	const columns = columnTexts(count, plot);
	const push = (index: number) => {
		out.push((columns[index] as string) + text(yOf(values[index] as number, plot)));
	};
	if (count <= plot.width) {
		for (let index = from; index < to; index++) push(index);
		return out;
	}
	for (let first = from; first < to; ) {
		const column = Math.floor(xOf(first, count, plot));
		let least = first;
		let greatest = first;
		let next = first + 1;
		for (; next < to && Math.floor(xOf(next, count, plot)) === column; next++) {
			if ((values[next] as number) < (values[least] as number)) least = next;
			if ((values[next] as number) > (values[greatest] as number)) greatest = next;
		}
		push(Math.min(least, greatest));
		if (least !== greatest) push(Math.max(least, greatest));
		first = next;
	}
	return out;
}

/** A line and what it fills, each the `d` of a path. */
export interface Paths {
	line: string;
	fill: string;
}

/**
 * The line through all values, broken at gaps, a lone value being a short dash; and, if `filled`, the surface
 * between it and `base` (zero if none), one piece per unbroken run.
 */
export function pathsOf(
	values: Float64Array,
	base: Float64Array | null,
	plot: PlotArea,
	filled: boolean,
): Paths {
	let line = "";
	let fill = "";
	const count = values.length;
	const zero = text(yOf(0, plot));
	eachRun(
		count,
		(index) => Number.isFinite(values[index]),
		(from, to) => {
			if (to - from === 1) {
				if (!base || isThick(from)) line += dash(values, from, plot);
				return;
			}
			const upper = `M${corners(values, from, to, plot).join("L")}`;
			if (!base) line += upper;
			if (!filled) return;
			const lower = base
				? corners(base, from, to, plot).reverse().join("L")
				: `${text(xOf(to - 1, count, plot))} ${zero}L${text(xOf(from, count, plot))} ${zero}`;
			fill += `${upper}L${lower}Z`;
		},
	);
	function isThick(index: number): boolean {
		return Math.abs((values[index] ?? 0) - (base?.[index] ?? 0)) > 0;
	}
	// A layer of nothing would draw its line over the one that it lies on.
	const rises = (index: number) => isThick(index - 1) || isThick(index) || isThick(index + 1);
	if (base) {
		eachRun(
			count,
			(index) => Number.isFinite(values[index]) && rises(index),
			(from, to) => {
				if (to - from > 1) line += `M${corners(values, from, to, plot).join("L")}`;
			},
		);
	}
	return { line, fill };
}

/** A reading between two gaps, long enough to be seen. */
function dash(values: Float64Array, index: number, plot: PlotArea): string {
	const right = Math.min(plot.left + plot.width, xOf(index, values.length, plot) + 1);
	return `M${text(right - 2)} ${text(yOf(values[index] as number, plot))}h2`;
}
