"use client";

import { useEffect } from "react";
import { spokenShare } from "@/lib/jobs-format";
import { sharedProgress, splitJobs } from "@/lib/live/jobs-order";
import { messages } from "@/lib/messages";
import { spokenTitle } from "./job-words";
import { useJobsPlace } from "./use-jobs";

/** Says in the browser's tab how far what runs is: of one job, where there is one, else of all of them. */
export function JobsTitle({ title, id }: { title: string; id?: string }) {
	const { store, words, language } = useJobsPlace();
	useEffect(() => {
		const show = () => {
			const running = splitJobs(store.jobs).active.filter(
				(job) => job.status === "running" && (id === undefined || job.id === id),
			);
			const [only] = running;
			const share = sharedProgress(running);
			const parts = [
				share === null ? only && words.status.running : spokenShare(share, language),
				id === undefined && only && running.length === 1 ? spokenTitle(only, language) : null,
				...[title, messages.product],
			];
			const text = parts.filter(Boolean).join(" · ");
			if (document.title !== text) document.title = text;
		};
		show();
		return store.on("jobs", show);
	}, [store, words, language, title, id]);
	return null;
}
