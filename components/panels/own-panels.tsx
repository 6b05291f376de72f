"use client";

import { useReading } from "../hooks/use-live";
import { OwnPanel } from "./own-panel";

/** A panel for each stream that somebody pushes to, in the order in which they began. */
export function OwnPanels() {
	const streams = useReading("streams")?.streams ?? [];
	return streams.map((stream) => <OwnPanel key={stream.name} stream={stream} />);
}
