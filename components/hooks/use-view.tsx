"use client";

import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { Picture } from "@/lib/live/picture";
import { readView } from "@/lib/live/view";
import { ViewAddress } from "@/lib/live/view-address";
import { ViewStore } from "@/lib/live/view-store";
import { useStore } from "./use-live";

const Views = createContext<ViewStore | null>(null);

/** Gives what is below it one view, which stands in the page's address; `query` is that of the address it was asked by. */
export function ViewProvider({ query, children }: { query: string; children: React.ReactNode }) {
	const store = useStore();
	const [views] = useState(() => new ViewStore(store, readView(new URLSearchParams(query))));
	useEffect(() => {
		const address = new ViewAddress(views);
		address.start(() => views.start());
		return () => {
			address.close();
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
