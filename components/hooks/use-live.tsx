"use client";

import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { LiveStore, type Topic } from "@/lib/live/store";
import type { ConnectionState, PageState } from "@/lib/live/types";
import type { StateEvents, StateName } from "@/lib/metrics/types";

/** The store of the page, where there is one. */
export const Live = createContext<LiveStore | null>(null);

/** Gives what is below it one store, alive for as long as the page is shown. */
export function LiveProvider({ page, children }: { page: PageState; children: React.ReactNode }) {
	const [store] = useState(() => new LiveStore(page));
	useEffect(() => {
		let isGone = false;
		const look = () => {
			// A page that is left is told so first, and only then that it is hidden.
			if (isGone) return;
			store.setVisibility(document.visibilityState);
			if (document.visibilityState === "visible") store.wake();
		};
		const go = () => {
			isGone = true;
			store.setVisibility("gone");
		};
		const come = () => {
			isGone = false;
			look();
		};
		const signals = [
			[document, "visibilitychange", look],
			[window, "pageshow", come],
			[window, "online", look],
			[window, "pagehide", go],
		] as const;
		store.setVisibility(document.visibilityState);
		store.start();
		for (const [target, name, hear] of signals) target.addEventListener(name, hear);
		return () => {
			for (const [target, name, hear] of signals) target.removeEventListener(name, hear);
			store.close();
		};
	}, [store]);
	return <Live value={store}>{children}</Live>;
}

/** The page's store. */
export function useStore(): LiveStore {
	const store = useContext(Live);
	if (!store) throw new Error("useStore: expected to be called below LiveProvider");
	return store;
}

/** The newest value of an event; renders again at each one. For numbers that change each second, LiveText is cheaper. */
export function useReading<N extends StateName>(name: N): StateEvents[N] | undefined {
	const store = useStore();
	const read = () => store.get(name);
	return useSyncExternalStore((listener) => store.on(name, listener), read, read);
}

/** One fact out of an event that seldom changes; renders again only when it does. */
export function useFact<T extends string | number | null>(name: StateName, read: (store: LiveStore) => T): T {
	const store = useStore();
	const readNow = () => read(store);
	return useSyncExternalStore((listener) => store.on(name, listener), readNow, readNow);
}

/** How the page stands to its server. */
export function useConnectionState(): ConnectionState {
	const store = useStore();
	const read = () => store.state;
	return useSyncExternalStore((listener) => store.on("state", listener), read, read);
}

/** Calls `draw` at once and at each news of the topics, outside of React. Give the same function at each render. */
export function useDraw(topics: readonly Topic[], draw: (store: LiveStore) => void): void {
	const store = useStore();
	const key = topics.join();
	useEffect(() => {
		const now = () => draw(store);
		now();
		const ends = (key.split(",") as Topic[]).map((topic) => store.on(topic, now));
		return () => {
			for (const end of ends) end();
		};
	}, [store, key, draw]);
}
