"use client";

import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import type { ChartDrawing } from "./chart-drawing";
import type { ChartZoom } from "./chart-props";
import { leaveHover, moveHover, readHover } from "./hover";
import type { HoverDrawing } from "./hover-drawing";
import { PLOT_BOX } from "./plot-layout";
import { useZoom } from "./use-zoom";

const BIG_STEP = 10;

interface HoverLayerProps {
	drawing: ChartDrawing;
	hover: HoverDrawing;
	zoom: ChartZoom | undefined;
	/** Names the cursor for a screen reader. */
	label: string;
}

/**
 * Lies over the plot and moves the hairline by pointer, finger and arrow keys; Escape takes it away.
 * What is marked by dragging is zoomed into. Recharts gets no pointer events from here: its own tooltip would render at every move.
 */
export function HoverLayer({ drawing, hover, zoom, label }: HoverLayerProps) {
	const cursor = useRef<HTMLDivElement>(null);
	const mark = useRef<HTMLDivElement>(null);
	const zooming = useZoom(cursor, mark, drawing, zoom);

	const move = (ageMs: number) => {
		const snapped = drawing.snap(Math.min(drawing.windowMs, Math.max(0, ageMs)));
		if (snapped !== null) moveHover({ ageMs: snapped, owner: drawing });
		return snapped;
	};

	// Spoken on request only: the text changes by keys, never by ticks.
	const speak = (ageMs: number | null) => {
		if (ageMs === null) return;
		cursor.current?.setAttribute("aria-valuenow", String(-Math.round(ageMs / 1000)));
		cursor.current?.setAttribute("aria-valuetext", hover.sentence(ageMs));
	};

	/** Where the pointer rests, as a share of the width. */
	const rest = useRef<number | null>(null);
	const onPointer = (event: PointerEvent<HTMLDivElement>) => {
		const width = event.currentTarget.clientWidth;
		rest.current = width > 0 ? event.nativeEvent.offsetX / width : null;
		if (rest.current !== null) move((1 - rest.current) * drawing.windowMs);
	};
	const leave = () => {
		rest.current = null;
		leaveHover(drawing);
	};
	// biome-ignore lint/correctness/useExhaustiveDependencies: another picture has come below the pointer.
	useEffect(() => {
		if (rest.current !== null) move((1 - rest.current) * drawing.windowMs);
	}, [drawing]);

	const onKey = (event: KeyboardEvent) => {
		const now = readHover();
		if (event.key === "Escape") {
			// It takes away one thing at a time, and the page would take the next.
			if (now?.owner === drawing) event.preventDefault();
			leaveHover(drawing);
			return;
		}
		const { stepMs } = drawing.source.window;
		const ageMs = now?.owner === drawing ? now.ageMs : 0;
		const targets: Record<string, number> = {
			ArrowLeft: ageMs + stepMs,
			ArrowDown: ageMs + stepMs,
			ArrowRight: ageMs - stepMs,
			ArrowUp: ageMs - stepMs,
			PageDown: ageMs + BIG_STEP * stepMs,
			PageUp: ageMs - BIG_STEP * stepMs,
			Home: drawing.windowMs,
			End: 0,
		};
		const target = targets[event.key];
		if (target === undefined) return;
		event.preventDefault();
		speak(move(target));
	};

	return (
		<>
			<div className={`${PLOT_BOX} pointer-events-none`}>
				<div
					ref={mark}
					hidden
					data-selection
					className="absolute inset-y-0 left-0 border-(--accent) border-x bg-(--accent)/15"
				/>
			</div>
			<div
				ref={cursor}
				role="slider"
				tabIndex={0}
				aria-label={label}
				aria-valuemin={-Math.round(drawing.windowMs / 1000)}
				aria-valuemax={0}
				aria-valuenow={0}
				className={`${PLOT_BOX} cursor-crosshair touch-pan-y select-none`}
				onPointerDown={(event) => {
					onPointer(event);
					zooming.onPointerDown(event);
				}}
				onPointerMove={(event) => {
					onPointer(event);
					zooming.onPointerMove(event);
				}}
				onPointerUp={zooming.onPointerUp}
				onPointerLeave={leave}
				onPointerCancel={() => {
					leave();
					zooming.cancel();
				}}
				onKeyDown={onKey}
				onFocus={() => speak(drawing.snap(0))}
				onBlur={() => leaveHover(drawing)}
			/>
		</>
	);
}
