/** The stretches up to now that charts can show, by the names they have in the page's address. */
export const ranges = {
	"1m": 60_000,
	"5m": 5 * 60_000,
	"1h": 3_600_000,
	"6h": 6 * 3_600_000,
	"24h": 24 * 3_600_000,
	"7d": 7 * 86_400_000,
	"30d": 30 * 86_400_000,
	/** As far back as there is anything. */
	all: null,
} as const;

export type RangeName = keyof typeof ranges;

/** What the charts show: a stretch up to now that moves on with it, or one that is past and stands still. */
export type View = { range: RangeName } | { from: number; to: number };

export const defaultView: View = { range: "5m" };
/** Closer than this there is nothing more to see. */
export const leastSpanMs = 10_000;

/** The view that a page's address asks for; the default one where it asks for none, or for what there is not. */
export function readView(query: URLSearchParams): View {
	const range = query.get("range");
	if (range !== null && Object.hasOwn(ranges, range)) return { range: range as RangeName };
	const [from, to] = ["from", "to"].map((name) => readTime(query.get(name)));
	if (from === undefined || to === undefined || to - from < leastSpanMs) return defaultView;
	return { from, to };
}

/** The view as the query of an address; nothing for the default one. */
export function writeView(view: View): string {
	if ("from" in view) return `?from=${view.from}&to=${view.to}`;
	return "range" in defaultView && view.range === defaultView.range ? "" : `?range=${view.range}`;
}

function readTime(text: string | null): number | undefined {
	return text !== null && /^\d{1,16}$/.test(text) ? Number(text) : undefined;
}
