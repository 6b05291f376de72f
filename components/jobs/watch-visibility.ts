import type { Visibility } from "@/lib/live/types";

/** Tells whether the page is looked at, or was left and may come back as it was; returns what ends it. */
export function watchVisibility(tell: (visibility: Visibility) => void): () => void {
	let isGone = false;
	const look = () => {
		// A page that is left is told so first, and only then that it is hidden.
		if (!isGone) tell(document.visibilityState);
	};
	const come = () => {
		isGone = false;
		look();
	};
	const go = () => {
		isGone = true;
		tell("gone");
	};
	const signals = [
		[document, "visibilitychange", look],
		[window, "pageshow", come],
		[window, "online", look],
		[window, "pagehide", go],
	] as const;
	for (const [target, name, hear] of signals) target.addEventListener(name, hear);
	return () => {
		for (const [target, name, hear] of signals) target.removeEventListener(name, hear);
	};
}
