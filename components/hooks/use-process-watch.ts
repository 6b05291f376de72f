import { type RefObject, useEffect, useState } from "react";
import { ProcessWatch } from "@/lib/live/process-watch";
import type { ProcessQuery } from "@/lib/metrics/types";
import { useStore } from "./use-live";

/** Reads the processes that `query` asks for while `element` is seen. Returns why the server has none to tell. */
export function useProcessWatch(query: ProcessQuery, element: RefObject<HTMLElement | null>): string | null {
	const store = useStore();
	const [trouble, setTrouble] = useState<string | null>(null);
	const [watch, setWatch] = useState<ProcessWatch | null>(null);
	useEffect(() => {
		if (!element.current) return;
		const watch = new ProcessWatch(store, { onTrouble: setTrouble });
		let isOnScreen = false;
		const look = () => watch.setSeen(isOnScreen && document.visibilityState === "visible");
		const observer = new IntersectionObserver((entries) => {
			isOnScreen = entries.at(-1)?.isIntersecting ?? false;
			look();
		});
		observer.observe(element.current);
		document.addEventListener("visibilitychange", look);
		setWatch(watch);
		return () => {
			observer.disconnect();
			document.removeEventListener("visibilitychange", look);
			watch.close();
		};
	}, [store, element]);
	useEffect(() => watch?.ask(query), [watch, query]);
	return trouble;
}
