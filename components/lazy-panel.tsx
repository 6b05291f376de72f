"use client";

import { type ComponentType, lazy, useEffect, useRef, useState } from "react";
import { formatDuration } from "@/lib/format";
import { messages } from "@/lib/messages";
import { whenIdle } from "./charts/idle-queue";
import { useStore } from "./hooks/use-live";
import { setText } from "./set-text";

const retryMs = 5_000;
/** After so long what the server drew may no longer stand there as if it were live. */
const trustedMs = 3_000;

/** A panel and how to get its script. */
export interface LatePanel {
	load(): Promise<ComponentType>;
	/** As the server draws it. */
	Drawn: ComponentType;
	/** Whether it does not wait for an idle moment, of which a page in the background has few. */
	isUrgent: boolean;
}

/** Names a panel whose script comes after the page stands. */
export function latePanel(load: () => Promise<ComponentType>, { isUrgent = false } = {}): LatePanel {
	return { load, isUrgent, Drawn: lazy(async () => ({ default: await load() })) };
}

/**
 * A panel whose script comes after the page stands: until then there is what the server drew of it, whole and in its
 * place, which is dimmed and dated when the script is long in coming.
 */
export function LazyPanel({ panel: { load, Drawn, isUrgent } }: { panel: LatePanel }) {
	const [Panel, setPanel] = useState<ComponentType | null>(null);
	const still = useRef<HTMLDivElement>(null);
	useStillAge(still, Panel === null);

	useEffect(() => {
		let isGone = false;
		let end = () => {};
		const fetch = () =>
			load().then(
				(loaded) => {
					if (isGone) return;
					const set = () => setPanel(() => loaded);
					if (isUrgent) set();
					else end = whenIdle(set);
				},
				() => {
					if (isGone) return;
					const timer = setTimeout(fetch, retryMs);
					end = () => clearTimeout(timer);
				},
			);
		void fetch();
		return () => {
			isGone = true;
			end();
		};
	}, [load, isUrgent]);

	if (Panel) return <Panel />;
	if (typeof window === "undefined") {
		return (
			<div className="contents">
				<Drawn />
			</div>
		);
	}
	return (
		// React leaves alone what it is told is not its own: what the server drew stays as it is.
		<div
			ref={still}
			className="contents"
			suppressHydrationWarning
			// biome-ignore lint/security/noDangerouslySetInnerHtml: it sets nothing.
			dangerouslySetInnerHTML={{ __html: "" }}
		/>
	);
}

/** Dims and dates what stands still in the box, once it is old. */
function useStillAge(box: React.RefObject<HTMLDivElement | null>, isStill: boolean): void {
	const store = useStore();
	useEffect(() => {
		if (!isStill) return;
		return store.on("second", () => {
			const ageMs = store.pageAgeMs;
			const section = box.current?.querySelector("section");
			if (!section || ageMs < trustedMs) return;
			section.dataset.stale = "true";
			setText(section.querySelector("[data-age]"), messages.ago(formatDuration(ageMs)));
		});
	}, [store, box, isStill]);
}
