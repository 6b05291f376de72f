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

/** The look of the line over all that is stacked. */
export function PeakSwatch() {
	return (
		<svg width="10" height="10" aria-hidden="true" className="inline-block shrink-0">
			<path d="M0 5h10" stroke="var(--text)" strokeOpacity="0.75" />
		</svg>
	);
}

interface ReadoutProps {
	series: readonly ChartSeries[];
	/** Names what is drawn over the stack, empty where nothing is. */
	whole: string;
	ref: Ref<HTMLDivElement>;
}

/**
 * The tooltip's content: a time, for each series its value and its peak, and what happened there, filled in by
 * `HoverDrawing` and silent to screen readers.
 */
export function Readout({ series, whole, ref }: ReadoutProps) {
	return (
		<div
			ref={ref}
			hidden
			aria-hidden="true"
			className="pointer-events-none will-change-transform absolute top-1 left-0 z-10 w-max max-w-72 rounded-md border border-(--line) bg-(--surface) px-2 py-1.5 text-xs text-(--text) tabular-nums"
		>
			<div data-time className="mb-1 text-(--muted)" />
			{series.map((one) => (
				<div key={one.label} className="flex items-center gap-2 leading-5">
					<Swatch series={one} />
					<span className="grow text-(--muted)">{one.label}</span>
					<span data-value className="whitespace-nowrap pl-3 text-right font-semibold" />
					<span data-peak hidden className="min-w-24 whitespace-nowrap text-right text-(--muted)" />
				</div>
			))}
			<div data-whole hidden className="flex items-center gap-2 leading-5 [&[hidden]]:hidden">
				<PeakSwatch />
				<span className="grow text-(--muted)">{whole}</span>
				<span className="whitespace-nowrap pl-3 text-right font-semibold" />
			</div>
			<p
				data-notes
				hidden
				className="mt-1 max-w-64 whitespace-pre-line border-(--line) border-t pt-1 leading-4"
			/>
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
			<div className="absolute top-[8px] bottom-[22px] w-px bg-(--muted)" />
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
