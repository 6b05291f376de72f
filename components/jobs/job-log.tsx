"use client";

import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { JobPageState } from "@/lib/api/types";
import { withBasePath } from "@/lib/base-path";
import { isTerminal } from "@/lib/jobs/types";
import { JobLog, type LogLine } from "@/lib/live/jobs-log";
import { type Found, findInLog, stepFound } from "@/lib/live/jobs-search";
import { Part } from "../settings/part";
import { FollowConnection } from "./follow-connection";
import { LogChunk } from "./log-chunk";
import { LogSearch } from "./log-search";
import { LogSwitch } from "./log-switch";
import { useFollowing } from "./use-following";
import { useJobFollow } from "./use-job-follow";
import { useJobsPlace } from "./use-jobs";

/** What a job says, live: it follows the newest line until somebody scrolls up. */
export function JobLogView({ state }: { state: JobPageState }) {
	const { store, words, language, timeZone } = useJobsPlace();
	const { log, version, state: connection, follow, hasCaughtUp } = useJobFollow(state, store);
	const [hasTimes, setTimes] = useState(false);
	const [isWrapped, setWrapped] = useState(false);
	const box = useRef<HTMLDivElement>(null);
	const field = useRef<HTMLInputElement>(null);
	const drawn = useMemo(() => drawnLog(state), [state]);
	const shown = hasCaughtUp ? log : drawn;
	const { isFollowing, missed, setFollowing } = useFollowing(box, shown.lines + shown.dropped);

	const [query, setQuery] = useState("");
	const wanted = useDeferredValue(query);
	const [at, setAt] = useState<number | null>(null);
	const [steps, setSteps] = useState(0);
	// biome-ignore lint/correctness/useExhaustiveDependencies: the log is the same object while it grows.
	const found = useMemo(() => findInLog(shown.chunks, wanted), [shown, wanted, version]);
	const marks = useMemo(() => byLine(found), [found]);
	const current = at === null ? null : (found[at] ?? null);

	function step(by: 1 | -1) {
		const next = stepFound(found.length, at, by);
		setAt(next);
		if (next !== null) setFollowing(false);
		setSteps(steps + 1);
	}
	// At a step alone: what comes meanwhile must not pull a reader back to it.
	// biome-ignore lint/correctness/useExhaustiveDependencies: as above.
	useEffect(() => {
		box.current?.querySelector("[data-current]")?.scrollIntoView({ block: "nearest" });
	}, [steps]);

	function press(event: React.KeyboardEvent) {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		if (event.key === "f" || event.key === "F" || event.key === "End") setFollowing(true);
		else if (event.key === "/") {
			event.preventDefault();
			field.current?.focus();
		}
	}

	const isOver = isTerminal((store.get(state.job.id) ?? state.job).status);
	const count = shown.lines + shown.dropped;
	return (
		<Part title={words.log.title}>
			<div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
				<FollowConnection state={connection} follow={follow} />
				<span className="text-muted text-xs">{words.log.lines(count)}</span>
				<a
					href={withBasePath(`/api/jobs/${state.job.id}/log`)}
					download={`${state.job.task}-${state.job.id}.log`}
					className="inline-flex min-h-[44px] items-center text-accent underline-offset-4 hover:underline sm:ml-auto sm:min-h-8"
				>
					{words.log.download}
				</a>
			</div>
			<div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 noscript:hidden">
				<LogSearch
					field={field}
					query={query}
					onQuery={(text) => {
						setQuery(text);
						setAt(null);
					}}
					count={found.length}
					at={at}
					onStep={step}
				/>
				<LogSwitch label={words.log.times} isOn={hasTimes} onTurn={setTimes} />
				<LogSwitch label={words.log.wrap} isOn={isWrapped} onTurn={setWrapped} />
			</div>
			{job(store, state).leftOut > 0 && (
				<p className="mt-2 text-delayed">
					<span aria-hidden="true">▲ </span>
					{words.log.leftOut(job(store, state).leftOut)}
				</p>
			)}
			{shown.dropped > 0 && <p className="mt-2 text-muted text-xs">{words.log.earlier(shown.dropped)}</p>}
			<div className="relative mt-2">
				{/* biome-ignore lint/a11y/useSemanticElements: a section would be another landmark of the page. */}
				<div
					ref={box}
					role="group"
					aria-label={words.log.title}
					// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
					tabIndex={0}
					onKeyDown={press}
					data-stale={connection.name !== "live" && connection.name !== "complete" && hasCaughtUp}
					className={`h-[min(60dvh,640px)] min-h-60 scroll-py-8 overflow-auto rounded-lg border border-line bg-background py-2 font-mono text-xs leading-5 [overflow-anchor:none]`}
				>
					{shown.lines === 0 ? (
						<p className="px-3 font-sans text-muted">{isOver ? words.log.emptyEnd : words.log.empty}</p>
					) : (
						<div className={isWrapped ? "min-w-0" : "w-max min-w-full"} dir="ltr">
							{shown.chunks.map((lines, index) => (
								<LogChunk
									key={`${shown === log}-${lines[0]?.seq}-${index === 0 ? shown.dropped : index}`}
									lines={lines}
									marks={marksOf(lines, marks)}
									current={current && lines.includes(current.line) ? current : null}
									hasTimes={hasTimes}
									isWrapped={isWrapped}
									language={language}
									timeZone={timeZone}
									words={words}
								/>
							))}
						</div>
					)}
				</div>
				<button
					type="button"
					aria-pressed={isFollowing}
					title={words.log.followHint}
					onClick={() => setFollowing(!isFollowing)}
					className="absolute right-4 bottom-4 min-h-[44px] cursor-pointer rounded-lg border border-line bg-raised px-3 text-sm hover:border-muted aria-pressed:border-accent aria-pressed:text-accent noscript:hidden md:min-h-8"
				>
					{isFollowing ? words.log.following : missed > 0 ? words.log.paused(missed) : words.log.follow}
				</button>
			</div>
			<p className="mt-2 hidden text-muted text-xs noscript:block">{words.log.noScript}</p>
		</Part>
	);
}

const job = (store: ReturnType<typeof useJobsPlace>["store"], { job }: JobPageState) =>
	store.get(job.id) ?? job;

/** What the page was rendered with. */
function drawnLog({ messages }: JobPageState): JobLog {
	const log = new JobLog();
	for (const message of messages) log.add(message);
	return log;
}

const none: ReadonlyMap<LogLine, Found[]> = new Map();

function byLine(found: Found[]): ReadonlyMap<LogLine, Found[]> {
	if (found.length === 0) return none;
	const lines = new Map<LogLine, Found[]>();
	for (const one of found) lines.set(one.line, [...(lines.get(one.line) ?? []), one]);
	return lines;
}

/** The same map for all parts of the log in which nothing was found: they need not be rendered again. */
function marksOf(lines: readonly LogLine[], marks: ReadonlyMap<LogLine, Found[]>) {
	return marks.size > 0 && lines.some((line) => marks.has(line)) ? marks : none;
}
