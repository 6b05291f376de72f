"use client";

import type { JobsMessages } from "@/lib/jobs-messages";
import type { JobsStore } from "@/lib/live/jobs";
import { Button } from "../ui/button";
import { useJobList } from "./use-jobs";

interface StopButtonProps {
	id: string;
	title: string;
	store: JobsStore;
	words: JobsMessages;
}

/** Stops a job with one press. It keeps its place and the focus while that is under way. */
export function StopButton({ id, title, store, words: { list } }: StopButtonProps) {
	useJobList(store);
	const isStopping = store.isStopping(id);
	return (
		<Button
			className="min-w-24 noscript:hidden aria-disabled:cursor-default aria-disabled:text-muted"
			aria-disabled={isStopping}
			aria-label={isStopping ? undefined : list.stopOf(title)}
			onClick={() => !isStopping && store.stop(id)}
		>
			{isStopping ? list.stopping : list.stop}
		</Button>
	);
}
