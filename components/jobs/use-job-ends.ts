"use client";

import { useEffect } from "react";
import { jobsMessages } from "@/lib/jobs-messages";
import type { JobsStore } from "@/lib/live/jobs";
import { JobNotices } from "@/lib/live/jobs-notify";
import { spokenReason, spokenTitle } from "./job-words";

/** Tells of jobs that end, outside of the page, where that is wanted. */
export function useJobEnds(store: JobsStore): void {
	useEffect(() => {
		const notices = new JobNotices();
		const { language } = store.start;
		const { notify, status } = jobsMessages(language);
		return store.on("ended", () => {
			for (const job of store.takeEnded()) {
				const title = notify.ended(spokenTitle(job, language), status[job.status]);
				void notices.tell(job, title, spokenReason(job, language) ?? "");
			}
		});
	}, [store]);
}
