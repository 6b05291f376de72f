"use client";

import { useEffect, useState } from "react";
import { JobNotices, type NotifyState } from "@/lib/live/jobs-notify";
import { useJobsPlace } from "./use-jobs";

/** Whether this browser tells when a job ends. It asks for leave only when it is switched on. */
export function NotifySwitch() {
	const { words } = useJobsPlace();
	const [notices] = useState(() => (typeof window === "undefined" ? null : new JobNotices()));
	const [state, setState] = useState<NotifyState | null>(null);
	useEffect(() => setState(notices?.state ?? null), [notices]);
	const isImpossible = state === "unsupported" || state === "denied";
	const why = isImpossible ? words.notify[state] : undefined;
	return (
		<label
			className="flex min-h-[44px] cursor-pointer items-center gap-2 noscript:hidden has-disabled:cursor-default has-disabled:text-muted sm:min-h-8"
			title={why}
		>
			<input
				type="checkbox"
				role="switch"
				aria-checked={state === "on"}
				className="size-4 accent-(--accent)"
				checked={state === "on"}
				disabled={state === null || isImpossible}
				onChange={async ({ target }) => setState((await notices?.turn(target.checked)) ?? null)}
			/>
			{words.notify.label}
			{why && <span className="sr-only">{why}</span>}
		</label>
	);
}
