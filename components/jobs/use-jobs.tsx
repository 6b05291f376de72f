"use client";

import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { JobView } from "@/lib/jobs/types";
import { type JobsMessages, jobsMessages } from "@/lib/jobs-messages";
import { JobsStore } from "@/lib/live/jobs";
import { JobsConnection } from "@/lib/live/jobs-connection";
import type { ConnectionState, JobsStart } from "@/lib/live/types";
import { useJobEnds } from "./use-job-ends";
import { watchVisibility } from "./watch-visibility";

interface JobsPlace {
	store: JobsStore;
	words: JobsMessages;
	timeZone: string;
	retryNow: () => void;
}

const Place = createContext<JobsPlace | null>(null);

/** Gives what is below it the jobs of this server, alive for as long as the page is shown. */
export function JobsProvider({
	start,
	timeZone,
	children,
}: {
	start: JobsStart;
	timeZone: string;
	children: React.ReactNode;
}) {
	const [store] = useState(() => new JobsStore(start));
	const [connection, setConnection] = useState<JobsConnection | null>(null);
	const words = jobsMessages(start.language);
	useEffect(() => {
		const made = new JobsConnection(store, document.visibilityState);
		setConnection(made);
		const end = watchVisibility((visibility) => made.setVisibility(visibility));
		return () => {
			end();
			made.close();
		};
	}, [store]);
	useJobEnds(store);
	return <Place value={{ store, words, timeZone, retryNow: () => connection?.retryNow() }}>{children}</Place>;
}

/** The jobs, the words for them and the zone of their times. */
export function useJobsPlace(): JobsPlace & Pick<JobsStart, "language"> {
	const place = useContext(Place);
	if (!place) throw new Error("useJobsPlace: expected to be called below JobsProvider");
	return { ...place, language: place.store.start.language };
}

/** All jobs that are known; renders again as they change. */
export function useJobList(store: JobsStore): readonly JobView[] {
	const read = () => store.jobs;
	return useSyncExternalStore((listener) => store.on("jobs", listener), read, read);
}

/** How the page stands to its server. */
export function useJobsState(store: JobsStore): ConnectionState {
	const read = () => store.state;
	return useSyncExternalStore((listener) => store.on("state", listener), read, read);
}

/** The server's time, each second; at first that of the page, so that server and browser render the same. */
export function useNow(store: JobsStore): number {
	const [now, setNow] = useState(store.start.time);
	useEffect(() => {
		setNow(store.now);
		const timer = setInterval(() => setNow(store.now), 1_000);
		return () => clearInterval(timer);
	}, [store]);
	return now;
}
