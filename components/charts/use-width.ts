"use client";

import { type RefObject, useLayoutEffect, useState } from "react";

/** The width of an element in whole pixels, 0 before it is known and while it is not shown. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
	const [width, setWidth] = useState(0);
	useLayoutEffect(() => {
		if (!element.current) return;
		setWidth(Math.round(element.current.getBoundingClientRect().width));
		const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
		observer.observe(element.current);
		return () => observer.disconnect();
	}, [element]);
	return width;
}
