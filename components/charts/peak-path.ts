import { corners, eachRun, type PlotArea, xOf, yOf } from "./path";
import type { PeakColumn } from "./peaks";

const tenth = (pixels: number) => Math.round(pixels * 10) / 10;

/** The surface between the least and the greatest of each step, as the `d` of a path; a lone step is a bar. */
export function peakPath({ highest, lowest }: PeakColumn, plot: PlotArea): string {
	let path = "";
	const count = highest.length;
	eachRun(
		count,
		(index) => Number.isFinite(highest[index]) && Number.isFinite(lowest[index]),
		(from, to) => {
			if (to - from === 1) {
				const [top, bottom] = [highest, lowest].map((values) => tenth(yOf(values[from] as number, plot)));
				path += `M${tenth(xOf(from, count, plot))} ${top}V${bottom}`;
				return;
			}
			const [above, below] = [highest, lowest].map((values) => corners(values, from, to, plot));
			path += `M${above?.join("L")}L${below?.reverse().join("L")}Z`;
		},
	);
	return path;
}
