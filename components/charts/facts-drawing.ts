import type { Fact } from "@/lib/history/types";
import { bandsOf, bandsPath, factsAt, marksOf, marksPath, type Stretch } from "./fact-shapes";
import type { PlotArea } from "./path";

/** The narrowest band, and how near moments are one mark. */
export const LEAST_BAND_PX = 3;
export const NEAR_PX = 8;

/** Draws what happened behind the lines of one chart: two paths, which are left alone while there is nothing. */
export class FactsDrawing {
	#bands: SVGPathElement | null = null;
	#marks: SVGPathElement | null = null;
	#isEmpty = true;

	attachBands = (element: SVGPathElement | null): void => {
		this.#bands = element;
		this.#isEmpty = false;
	};

	attachMarks = (element: SVGPathElement | null): void => {
		this.#marks = element;
		this.#isEmpty = false;
	};

	draw(facts: readonly Fact[], stretch: Stretch, plot: PlotArea): void {
		if (facts.length === 0 && this.#isEmpty) return;
		this.#isEmpty = facts.length === 0;
		const { width } = plot;
		this.#bands?.setAttribute("d", bandsPath(bandsOf(facts, stretch, LEAST_BAND_PX / width), plot));
		this.#marks?.setAttribute("d", marksPath(marksOf(facts, stretch, NEAR_PX / width), plot));
	}
}

/** What happened where somebody points. */
export function factsNear(facts: readonly Fact[], time: number, stretch: Stretch, widthPx: number): Fact[] {
	if (facts.length === 0 || widthPx <= 0) return [];
	const nearMs = Math.max(stretch.stepMs / 2, (NEAR_PX / widthPx) * stretch.windowMs);
	return factsAt(facts, time, stretch, nearMs);
}
