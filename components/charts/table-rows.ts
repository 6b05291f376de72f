import { isRecent, type TimeChartProps } from "./chart-props";
import { readValue } from "./chart-source";
import { amountOf, partsOf } from "./view-means";

export const ROWS = 10;

/** A row of the table: a time and a text for each series. */
export interface TableRow {
	time: number;
	values: string[];
}

type RowProps = Pick<TimeChartProps, "source" | "series" | "windowMs" | "isLive" | "formatValue" | "labels">;

/** The last readings, newest first; of a longer or a past stretch its tenths, with their means and peaks. */
export function readRows(props: RowProps): TableRow[] {
	const { source, series, windowMs, formatValue, labels } = props;
	const { newest, stepMs } = source.window;
	if (isRecent(props)) {
		return Array.from({ length: ROWS }, (_, age) => {
			const time = newest - age * stepMs;
			return { time, values: series.map((one) => formatValue(readValue(source, one, time))) };
		});
	}
	return partsOf(source.window, windowMs, ROWS).map(({ time, positions }) => ({
		time,
		values: series.map((one) => {
			const { mean, peak } = amountOf(source, one, windowMs, positions);
			if (mean === null || peak === null) return formatValue(null);
			const most = (typeof one.metric === "string" || !source.peaks ? labels.peak : labels.upTo)(
				formatValue(peak),
			);
			return `${formatValue(mean)}, ${most}`;
		}),
	}));
}
