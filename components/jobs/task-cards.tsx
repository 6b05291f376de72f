"use client";

import type { TaskView } from "@/lib/jobs/types";
import { spokenDuration } from "@/lib/jobs-format";
import { Part } from "../settings/part";
import { TaskForm } from "./task-form";
import { useJobsPlace } from "./use-jobs";

const example = `tasks:
  - id: backup
    title: Backup
    command: [/usr/local/bin/backup, --to, "{target}"]
    parameters:
      - { name: target, title: Target, type: text, maxLength: 40 }`;

/** What can be started: a card each, whose form opens where it is wanted. */
export function TaskCards({ tasks }: { tasks: TaskView[] }) {
	const { words } = useJobsPlace();
	if (tasks.length === 0) {
		return (
			<Part title={words.empty.title} intro={words.empty.text}>
				<Declare />
			</Part>
		);
	}
	const isOnlyBuiltIn = tasks.every(({ isBuiltIn }) => isBuiltIn);
	return (
		<Part title={words.start.title} intro={isOnlyBuiltIn ? words.start.intro : words.start.ownIntro}>
			<ul className="mt-3 grid gap-3">
				{tasks.map((task) => (
					<TaskCard key={task.id} task={task} />
				))}
			</ul>
			{isOnlyBuiltIn && (
				<details className="mt-3">
					<summary className="min-h-[44px] cursor-pointer py-3 text-muted text-xs sm:min-h-8 sm:py-2">
						{words.empty.docs}
					</summary>
					<Declare />
				</details>
			)}
		</Part>
	);
}

function TaskCard({ task }: { task: TaskView }) {
	const { words, language } = useJobsPlace();
	const { title, description, isBuiltIn, timeoutMs } = task;
	return (
		<li>
			<details className="rounded-lg border border-line" data-task={task.id}>
				<summary className="flex min-h-[44px] cursor-pointer flex-wrap items-baseline gap-x-3 px-4 py-3">
					<span className="font-semibold">{title}</span>
					<span className="min-w-0 flex-1 text-muted text-xs max-sm:order-last max-sm:basis-full">
						{description}
					</span>
					<span className="ml-auto text-muted text-xs">
						{isBuiltIn ? words.start.builtIn : words.start.command}
					</span>
				</summary>
				<div className="border-line border-t p-4">
					<TaskForm task={task} />
					{timeoutMs !== null && (
						<p className="mt-3 text-muted text-xs">
							{words.start.limit(spokenDuration(timeoutMs, language))}
						</p>
					)}
				</div>
			</details>
		</li>
	);
}

function Declare() {
	const { words } = useJobsPlace();
	return (
		<>
			<p className="mt-2 text-muted">{words.empty.how}</p>
			<pre className="mt-2 overflow-x-auto rounded-lg border border-line bg-background p-3 font-mono text-xs">
				{example}
			</pre>
		</>
	);
}
