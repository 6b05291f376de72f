import type { ConnectionState } from "@/lib/live/types";

type StateName = ConnectionState["name"];

/** The colour of each state, a token of the page's. */
export const stateColor: Record<StateName, string> = {
	connecting: "reconnecting",
	live: "live",
	delayed: "delayed",
	reconnecting: "reconnecting",
	offline: "offline",
	polling: "live",
	resting: "muted",
	ended: "muted",
	signedOut: "muted",
	stopped: "muted",
};

/** The shape of each state on a field of 16 × 16: a state is a word and a shape before it is a colour. */
export const stateShape: Record<StateName, { d: string; filled: boolean }> = {
	connecting: { d: "M8 3a5 5 0 1 0 5 5", filled: false },
	live: { d: "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10z", filled: true },
	delayed: { d: "M8 2.5L14 13H2z", filled: true },
	reconnecting: { d: "M8 3a5 5 0 1 0 5 5M13 3.5V8H8.5", filled: false },
	offline: { d: "M4 4l8 8M12 4l-8 8", filled: false },
	polling: { d: "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10z", filled: false },
	resting: { d: "M5.5 3.5v9M10.5 3.5v9", filled: false },
	ended: { d: "M4 4h8v8H4z", filled: false },
	/** A lock that is shut. */
	signedOut: { d: "M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5", filled: false },
	stopped: { d: "M4 4h8v8H4z", filled: true },
};

/** The shape of a state in its colour. */
export function StateIcon({ name }: { name: StateName }) {
	const { d, filled } = stateShape[name];
	const color = `var(--${stateColor[name]})`;
	return (
		<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" className="shrink-0">
			<path d={d} fill={filled ? color : "none"} stroke={color} strokeWidth="2" strokeLinejoin="round" />
		</svg>
	);
}
