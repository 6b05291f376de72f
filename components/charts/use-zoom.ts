"use client";

import { type PointerEvent, type RefObject, useEffect, useMemo } from "react";
import type { ChartDrawing } from "./chart-drawing";
import type { ChartZoom } from "./chart-props";
import { Selection } from "./selection";

const WHEEL_FACTOR = 1.25;
const DOUBLE_CLICK_FACTOR = 2;

interface ZoomHandlers {
	onPointerDown(event: PointerEvent<HTMLElement>): void;
	onPointerMove(event: PointerEvent<HTMLElement>): void;
	onPointerUp(): void;
	cancel(): void;
}

/**
 * Dragging with a mouse or a pen marks a stretch and zooms into it, Shift and the wheel zoom about the pointer, a
 * double click zooms out, Escape lets go. Fingers scrub and scroll as ever. `mark` shows what is marked.
 */
export function useZoom(
	plot: RefObject<HTMLElement | null>,
	mark: RefObject<HTMLElement | null>,
	drawing: ChartDrawing,
	zoom: ChartZoom | undefined,
): ZoomHandlers {
	const handlers = useMemo((): ZoomHandlers => {
		const selection = new Selection(drawing);
		const show = (marked: { left: number; width: number } | null) => {
			if (!mark.current) return;
			mark.current.hidden = marked === null;
			if (!marked) return;
			mark.current.style.transform = `translateX(${marked.left}px)`;
			mark.current.style.width = `${marked.width}px`;
		};
		const cancel = () => {
			selection.cancel();
			show(null);
			document.removeEventListener("keydown", onKey, true);
		};
		// Heard before all others: the same key would also leave the view that is shown.
		const onKey = (event: KeyboardEvent) => {
			if (event.key !== "Escape") return;
			event.preventDefault();
			event.stopPropagation();
			cancel();
		};
		return {
			onPointerDown: (event) => {
				if (!zoom || event.pointerType === "touch" || event.button !== 0 || event.shiftKey) return;
				event.currentTarget.setPointerCapture(event.pointerId);
				selection.begin(event.nativeEvent.offsetX);
				document.addEventListener("keydown", onKey, true);
			},
			onPointerMove: (event) => {
				if (selection.isOpen) show(selection.move(event.nativeEvent.offsetX));
			},
			onPointerUp: () => {
				const marked = selection.end();
				cancel();
				if (marked) zoom?.zoomTo(...marked);
			},
			cancel,
		};
	}, [drawing, zoom, mark]);

	useEffect(() => {
		const element = plot.current;
		if (!element || !zoom) return;
		const timeAt = (event: MouseEvent) => new Selection(drawing).timeAt(event.offsetX);
		const onWheel = (event: WheelEvent) => {
			if (!event.shiftKey) return;
			event.preventDefault();
			// With Shift, browsers turn the wheel sideways.
			const turn = event.deltaY || event.deltaX;
			if (turn !== 0) zoom.zoomBy(turn > 0 ? WHEEL_FACTOR : 1 / WHEEL_FACTOR, timeAt(event));
		};
		const onDoubleClick = (event: MouseEvent) => zoom.zoomBy(DOUBLE_CLICK_FACTOR, timeAt(event));
		// React's own would be passive, and the page would scroll along.
		element.addEventListener("wheel", onWheel, { passive: false });
		element.addEventListener("dblclick", onDoubleClick);
		return () => {
			handlers.cancel();
			element.removeEventListener("wheel", onWheel);
			element.removeEventListener("dblclick", onDoubleClick);
		};
	}, [plot, drawing, zoom, handlers]);
	return handlers;
}
