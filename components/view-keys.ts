import type { ViewStore } from "@/lib/live/view-store";

/** So much of what is seen lies between one press and the next. */
export const panShare = 0.5;
export const zoomFactor = 2;

type Moves = Pick<ViewStore, "pan" | "zoomBy" | "goLive">;

const moves: Record<string, (view: Moves) => void> = {
	ArrowLeft: (view) => view.pan(-panShare),
	ArrowRight: (view) => view.pan(panShare),
	"+": (view) => view.zoomBy(1 / zoomFactor),
	"=": (view) => view.zoomBy(1 / zoomFactor),
	"-": (view) => view.zoomBy(zoomFactor),
	Escape: (view) => view.goLive(),
};

/** What uses these keys itself while it has the focus. */
const users =
	"input, select, textarea, [contenteditable], [role=slider], [role=dialog], dialog, [tabindex]:not(button):not(a)";
/** A chart's hairline has the arrow keys, and leaves the others. */
const arrowsOnly = "[role=slider]";

/** Moves the view by the keys of the whole page; returns what ends it. */
export function followKeys(view: Moves): () => void {
	const onKey = (event: KeyboardEvent) => {
		const move = moves[event.key];
		const isTaken = event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey;
		if (!move || isTaken || isUsed(event.target, event.key)) return;
		event.preventDefault();
		move(view);
	};
	document.addEventListener("keydown", onKey);
	return () => document.removeEventListener("keydown", onKey);
}

function isUsed(target: EventTarget | null, key: string): boolean {
	const user = target instanceof Element ? target.closest(users) : null;
	if (!user) return false;
	return !user.matches(arrowsOnly) || key.startsWith("Arrow");
}
