import { factText } from "@/lib/fact-text";
import { formatBytes, formatDuration, formatNumber, formatRate, formatShare, joined } from "@/lib/format";
import type { Picture } from "@/lib/live/picture";
import type { LiveStore } from "@/lib/live/store";
import { panelMessages } from "@/lib/panel-messages";
import { readingTime } from "@/lib/time-words";
import type { ChartLabels } from "./charts/chart-source";

/** The words of every chart. */
export const chartLabels: ChartLabels = {
	...panelMessages.chart,
	ago: (ms) => panelMessages.chart.ago(formatDuration(ms)),
	fact: (fact, time) => {
		const text = factText(fact);
		return fact.until === null
			? panelMessages.chart.moment(time(fact.time), text)
			: panelMessages.chart.stretch(text, formatDuration(fact.until - fact.time));
	},
};

export const shareText = (value: number | null) => joined(formatShare(value));
export const shareTick = (value: number) => `${formatNumber(value * 100)} %`;
export const bytesText = (value: number | null) => joined(formatBytes(value));
/** Bytes on an axis, whose steps are round. */
export const bytesTick = (value: number) => bytesText(value).replace(/\.0 /, " ");
export const rateText = (value: number | null) => joined(formatRate(value));
export const numberText = (value: number | null) => formatNumber(value, 2);
export const oneDecimal = (value: number | null) => formatNumber(value, 1);
export const numberTick = (value: number) => formatNumber(value, value < 10 && value % 1 !== 0 ? 1 : 0);

/** Times of a chart, in the server's zone, as exact as what it shows. */
export function timeText(
	store: LiveStore,
	{ windowMs, stepMs }: Picture,
	timezone: string,
): (time: number) => string {
	return (time) => readingTime(time, { windowMs, stepMs, timezone, now: store.now });
}
