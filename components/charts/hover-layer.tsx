"use client";

import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import type { ChartDrawing } from "./chart-drawing";
import { leaveHover, moveHover, readHover } from "./hover";
import type { HoverDrawing } from "./hover-drawing";
import { PLOT_BOX } from "./plot-layout";

const BIG_STEP = 10;

interface HoverLayerProps {
	drawing: ChartDrawing;
	hover: HoverDrawing;
	/** Names the cursor for a screen reader. */
	label: string;
}

/**
 * Lies over the plot and moves the hairline by pointer, finger and arrow keys; Escape takes it away. Recharts gets
 * no pointer events from here: its own tooltip would render at every move.
 */
export function HoverLayer({ drawing, hover, label }: HoverLayerProps) {
	const cursor = useRef<HTMLDivElement>(null);

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

	const onPointer = (event: PointerEvent<HTMLDivElement>) => {
		const width = event.currentTarget.clientWidth;
		if (width > 0) move((1 - event.nativeEvent.offsetX / width) * drawing.windowMs);
	};

	const onKey = (event: KeyboardEvent) => {
		if (event.key === "Escape") {
			leaveHover(drawing);
			return;
		}
		const { stepMs } = drawing.source.window;
		const now = readHover();
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
		<div
			ref={cursor}
			role="slider"
			tabIndex={0}
			aria-label={label}
			aria-valuemin={-Math.round(drawing.windowMs / 1000)}
			aria-valuemax={0}
			aria-valuenow={0}
			className={`${PLOT_BOX} cursor-crosshair touch-pan-y`}
			onPointerDown={onPointer}
			onPointerMove={onPointer}
			onPointerLeave={() => leaveHover(drawing)}
			onPointerCancel={() => leaveHover(drawing)}
			onKeyDown={onKey}
			onFocus={() => speak(drawing.snap(0))}
			onBlur={() => leaveHover(drawing)}
		/>
	);
}
