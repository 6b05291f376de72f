import {
	formatBytes,
	formatDuration,
	formatNumber,
	formatRate,
	formatShare,
	formatTimeOfDay,
	joined,
} from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import type { ChartLabels } from "./charts/chart-source";

/** The words of every chart. */
export const chartLabels: ChartLabels = {
	...messages.chart,
	ago: (ms) => messages.chart.ago(formatDuration(ms)),
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

/** Times of a chart, in the server's zone. */
export function timeText(store: LiveStore): (time: number) => string {
	return (time) => formatTimeOfDay(time, store.get("clock")?.timezone ?? "UTC");
}
