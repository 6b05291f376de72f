"use client";

import { type ComponentType, useEffect, useState } from "react";
import type { JobsStart } from "@/lib/live/types";

type Props = { start: JobsStart };

/** What runs, once the script for that has come after the page. Without it the link beside which it stands still leads there. */
export function LateRunningJobs({ start }: Props) {
	const [Running, setRunning] = useState<ComponentType<Props> | null>(null);
	useEffect(() => {
		let isGone = false;
		import("./running-jobs").then(
			(late) => isGone || setRunning(() => late.RunningJobs),
			() => {},
		);
		return () => {
			isGone = true;
		};
	}, []);
	return Running && <Running start={start} />;
}
