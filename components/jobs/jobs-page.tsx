"use client";

import type { JobsPageState } from "@/lib/api/types";
import { jobsMessages } from "@/lib/jobs-messages";
import { JobsLists } from "./jobs-lists";
import { JobsTitle } from "./jobs-title";
import { ListConnection } from "./list-connection";
import { NotifySwitch } from "./notify-switch";
import { TaskCards } from "./task-cards";
import { JobsProvider } from "./use-jobs";

/** All jobs: what runs and waits, what can be started, and what has ended. */
export function JobsPage({ state }: { state: JobsPageState }) {
	const words = jobsMessages(state.language);
	return (
		<JobsProvider start={state} timeZone={state.timeZone}>
			<JobsTitle title={words.title} />
			<main lang={state.language} className="grid gap-4">
				<header className="mt-2 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
					<h1 className="font-semibold text-xl">{words.title}</h1>
					<div className="flex flex-wrap items-center gap-x-6">
						<ListConnection />
						<NotifySwitch />
					</div>
				</header>
				<p className="hidden text-muted noscript:block">{words.noScript}</p>
				{state.reason !== null && <p className="text-delayed">{words.list.keptOnly(state.reason)}</p>}
				<JobsLists atOnce={state.atOnce}>
					<TaskCards tasks={state.tasks} />
				</JobsLists>
			</main>
		</JobsProvider>
	);
}
