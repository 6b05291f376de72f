"use client";

import { useContext, useEffect, useState } from "react";
import { spokenShare } from "@/lib/jobs-format";
import { jobsMessages } from "@/lib/jobs-messages";
import { JobsStore } from "@/lib/live/jobs";
import { followDashboard, JobsConnection } from "@/lib/live/jobs-connection";
import { JobNotices } from "@/lib/live/jobs-notify";
import { sharedProgress, splitJobs } from "@/lib/live/jobs-order";
import { titlePrefix } from "@/lib/live/title-prefix";
import type { JobsStart } from "@/lib/live/types";
import { Live } from "../hooks/use-live";
import { JobBar } from "./job-bar";
import { spokenTitle } from "./job-words";
import { useJobEnds } from "./use-job-ends";
import { useJobList } from "./use-jobs";
import { watchVisibility } from "./watch-visibility";

/** What is under way, beside the link to the jobs of each page; and, on the dashboard, in the tab. */
export function RunningJobs({ start }: { start: JobsStart }) {
	const live = useContext(Live);
	const [store] = useState(() => new JobsStore(start));
	useEffect(() => {
		// The dashboard hears of them already; nobody but the stream of those with the right to jobs does.
		if (live && start.isTold) return followDashboard(store, live);
		const connection = new JobsConnection(store, document.visibilityState);
		const end = watchVisibility((visibility) => connection.setVisibility(visibility));
		return () => {
			end();
			connection.close();
		};
	}, [store, live, start]);
	useJobEnds(store);
	const { active } = splitJobs(useJobList(store));
	const running = active.filter(({ status }) => status === "running");
	useStayAwake(store, active.length > 0);

	const { language } = start;
	const words = jobsMessages(language);
	const progress = sharedProgress(running);
	const share = progress === null ? null : spokenShare(progress, language);
	const [only] = running;
	useEffect(() => {
		if (!live) return;
		const title =
			only && running.length === 1 ? spokenTitle(only, language) : words.running(running.length, null);
		const parts = only ? [share ?? words.status.running, title] : [];
		titlePrefix.text = parts.map((part) => `${part} · `).join("");
		return () => {
			titlePrefix.text = "";
		};
	}, [live, only, running.length, share, language, words]);

	if (active.length === 0) return null;
	const text = running.length > 0 ? words.running(running.length, share) : words.queuedOnly(active.length);
	return (
		<span lang={language} className="ml-2 inline-flex items-center gap-2">
			<span className="whitespace-nowrap text-text">{text}</span>
			{running.length > 0 && (
				<JobBar className="w-12" label={words.title} progress={progress} text={text} isLive={store.isLive} />
			)}
		</span>
	);
}

/**
 * While a job is under way and its end is to be told, the page is not taken for one that nobody looks at: what all pages
 * share would let go of the stream after minutes in the background.
 */
function useStayAwake(store: JobsStore, isUnderWay: boolean): void {
	const isWanted = isUnderWay && store.start.isTold;
	useEffect(() => {
		if (!isWanted || new JobNotices().state !== "on") return;
		const connection = new JobsConnection(store, "visible");
		return () => connection.leave();
	}, [store, isWanted]);
}
