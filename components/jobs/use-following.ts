"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** So near the end, it is the end: zoomed pages scroll by parts of pixels. */
const nearPx = 8;

/**
 * Keeps the end of a growing box in view until somebody scrolls up, and again once they are back at its end. `count` is
 * how much there is; `missed`, how much of it came meanwhile.
 */
export function useFollowing(box: RefObject<HTMLElement | null>, count: number) {
	const [isFollowing, set] = useState(true);
	const [seen, setSeen] = useState(count);
	const last = useRef({ top: 0, height: 0 });
	const now = useRef(count);
	now.current = count;

	const setFollowing = useCallback(
		(isOn: boolean) => {
			set(isOn);
			setSeen(now.current);
			if (isOn && box.current) box.current.scrollTop = box.current.scrollHeight;
		},
		[box],
	);

	useEffect(() => {
		const element = box.current;
		if (!element) return;
		const look = () => {
			const { scrollTop, scrollHeight, clientHeight } = element;
			const isAtEnd = scrollHeight - clientHeight - scrollTop <= nearPx;
			// A box whose lines turn out to be lower than was thought moves up by itself.
			const goesUp = scrollTop < last.current.top && scrollHeight >= last.current.height;
			last.current = { top: scrollTop, height: scrollHeight };
			if (isAtEnd) set(true);
			else if (goesUp) {
				set(false);
				setSeen(now.current);
			}
		};
		element.addEventListener("scroll", look, { passive: true });
		return () => element.removeEventListener("scroll", look);
	}, [box]);

	// biome-ignore lint/correctness/useExhaustiveDependencies: at each growth.
	useLayoutEffect(() => {
		const element = box.current;
		if (!element || !isFollowing) return;
		const toEnd = () => {
			element.scrollTop = element.scrollHeight;
			last.current = { top: element.scrollTop, height: element.scrollHeight };
		};
		toEnd();
		// What comes into view only now may be of another height than was thought.
		const heights = new ResizeObserver(toEnd);
		for (const lines of element.children) heights.observe(lines);
		return () => heights.disconnect();
	}, [box, isFollowing, count]);

	return { isFollowing, missed: isFollowing ? 0 : count - seen, setFollowing };
}
