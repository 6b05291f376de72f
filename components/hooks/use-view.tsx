"use client";

import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { Picture } from "@/lib/live/picture";
import { readView, writeView } from "@/lib/live/view";
import { ViewStore } from "@/lib/live/view-store";
import { useStore } from "./use-live";

const Views = createContext<ViewStore | null>(null);

/** Views that follow each other so quickly are one step of a person, and one to go back. */
const stepMs = 1_000;

/** Gives what is below it one view, which stands in the page's address; `query` is that of the address it was asked by. */
export function ViewProvider({ query, children }: { query: string; children: React.ReactNode }) {
	const store = useStore();
	const [views] = useState(() => new ViewStore(store, readView(new URLSearchParams(query))));
	useEffect(() => {
		let changedAt = Number.NEGATIVE_INFINITY;
		/** Whether the view follows the address, and not the other way round. */
		let isFollowing = true;
		const write = () => {
			const address = addressOf(views);
			if (address === location.href) return;
			const isQuick = performance.now() - changedAt < stepMs;
			changedAt = performance.now();
			// By the browser's own history: Next follows it without asking the server for the page.
			if (isFollowing || isQuick) history.replaceState(null, "", address);
			else history.pushState(null, "", address);
		};
		const goBack = () => {
			changedAt = Number.NEGATIVE_INFINITY;
			isFollowing = true;
			views.show(readView(new URLSearchParams(location.search)));
			isFollowing = false;
		};
		const end = views.on("view", write);
		views.start();
		isFollowing = false;
		window.addEventListener("popstate", goBack);
		return () => {
			end();
			window.removeEventListener("popstate", goBack);
			views.close();
		};
	}, [views]);
	return <Views value={views}>{children}</Views>;
}

/** What the page looks at. */
export function useView(): ViewStore {
	const views = useContext(Views);
	if (!views) throw new Error("useView: expected to be called below ViewProvider");
	return views;
}

/** The picture that charts draw; renders again when another takes its place. */
export function usePicture(): Picture {
	const views = useView();
	const read = () => views.picture;
	return useSyncExternalStore((listener) => views.on("picture", listener), read, read);
}

function addressOf(views: ViewStore): string {
	const address = new URL(location.href);
	for (const name of ["range", "from", "to"]) address.searchParams.delete(name);
	for (const [name, value] of new URLSearchParams(writeView(views.view)))
		address.searchParams.set(name, value);
	return address.href;
}
