"use client";

import { useEffect, useRef, useState } from "react";
import type { JobPageState } from "@/lib/api/types";
import type { JobView } from "@/lib/jobs/types";
import type { JobsStore } from "@/lib/live/jobs";
import { type FollowState, JobFollow } from "@/lib/live/jobs-follow";
import { JobLog } from "@/lib/live/jobs-log";
import { watchVisibility } from "./watch-visibility";

/** Ten thousand messages that come at once are a few changes of the page, and not ten thousand. */
const gatherMs = 60;
/** Nobody looks: after so long the stream is given back. */
const restMs = 10_000;

/** Follows a job; renders again as it says more. `version` changes whenever the log does. */
export function useJobFollow({ job, language, messages }: JobPageState, store: JobsStore) {
	const [log] = useState(() => new JobLog());
	const [version, setVersion] = useState(0);
	const [state, setState] = useState<FollowState>({ name: "connecting" });
	// Until the stream has brought as much, what the page was rendered with stands there.
	const first = useRef(messages.at(-1)?.seq ?? 0);
	const [hasCaughtUp, setCaughtUp] = useState(false);
	const [follow, setFollow] = useState<JobFollow | null>(null);

	useEffect(() => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		let restTimer: ReturnType<typeof setTimeout> | undefined;
		const tell = () => {
			timer ??= setTimeout(() => {
				timer = undefined;
				setVersion((before) => before + 1);
				if (log.newest >= first.current) setCaughtUp(true);
			}, gatherMs);
		};
		const patch = (time: number, change: Partial<JobView>) => {
			const known = store.get(job.id);
			if (known && known.time <= time) store.put({ ...known, ...change, time });
		};
		const made = new JobFollow(
			{ id: job.id, language, after: log.newest },
			{
				onJob: (news) => store.put(news),
				onLog: (message) => {
					log.add(message);
					tell();
				},
				onProgress: ({ time, progress, message }) => {
					const known = store.get(job.id);
					// With its words as they were told to this reader, in the language of this page.
					patch(time, {
						progress,
						...(message !== null &&
							known && { message, words: { ...known.words, message: { text: message } } }),
					});
				},
				onStatus: (status, time) => patch(time, { status }),
				onState: (news) => {
					setState(news);
					if (news.name === "complete") setCaughtUp(true);
					tell();
				},
			},
		);
		setFollow(made);
		const end = watchVisibility((visibility) => {
			clearTimeout(restTimer);
			if (visibility === "visible") made.wake();
			else if (visibility === "gone") made.rest();
			else restTimer = setTimeout(() => made.rest(), restMs);
		});
		made.start();
		return () => {
			clearTimeout(timer);
			clearTimeout(restTimer);
			end();
			made.close();
		};
	}, [job.id, language, log, store]);

	return { log, version, state, follow, hasCaughtUp };
}
