import type { Ref } from "react";
import { type ChartSeries, seriesColor } from "./chart-source";
import type { HoverDrawing } from "./hover-drawing";

/** The colour of a series beside its name. */
export function Swatch({ series }: { series: ChartSeries }) {
	return (
		<svg width="10" height="10" aria-hidden="true" className="inline-block shrink-0">
			<rect y="3" width="10" height="4" rx="2" fill={seriesColor(series)} />
		</svg>
	);
}

/** The tooltip's content: a time and one value per series, filled in by `HoverDrawing` and silent to screen readers. */
export function Readout({ series, ref }: { series: readonly ChartSeries[]; ref: Ref<HTMLDivElement> }) {
	return (
		<div
			ref={ref}
			hidden
			aria-hidden="true"
			className="pointer-events-none will-change-transform absolute top-1 left-0 z-10 w-max rounded-md border border-(--line) bg-(--surface) px-2 py-1.5 text-xs text-(--text) tabular-nums"
		>
			<div data-time className="mb-1 text-(--muted)" />
			{series.map((one) => (
				<div key={one.label} className="flex items-center gap-2 leading-5">
					<Swatch series={one} />
					<span className="grow text-(--muted)">{one.label}</span>
					<span data-value className="pl-3 text-right font-semibold" />
				</div>
			))}
		</div>
	);
}

/** The line that marks a time on every chart, and the dots where it meets the lines of the chart asked. */
export function Hairline({ hover, series }: { hover: HoverDrawing; series: readonly ChartSeries[] }) {
	return (
		<div
			ref={hover.attachHairline}
			hidden
			className="pointer-events-none absolute inset-y-0 left-0 w-px will-change-transform"
		>
			<div className="absolute top-2 bottom-5.5 w-px bg-(--muted)" />
			{series.map((one) => (
				<div
					key={one.label}
					data-dot
					hidden
					className="absolute -top-1 -left-1 size-2 rounded-full will-change-transform"
					style={{ background: seriesColor(one) }}
				/>
			))}
		</div>
	);
}
