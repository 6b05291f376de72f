"use client";

import { type FormEvent, useRef, useState } from "react";
import { withBasePath } from "@/lib/base-path";
import type { JobView, Parameter, TaskView } from "@/lib/jobs/types";
import { startJob } from "@/lib/live/jobs-ask";
import { givenParameters, makeKey, readMistakes, readTyped, type Typed } from "@/lib/live/jobs-form";
import { timeOfWall } from "@/lib/zone-time";
import { ScriptForm } from "../settings/script-form";
import { MainButton } from "../ui/button";
import { ParameterField } from "./parameter-field";
import { TroubleLine, troubleText } from "./trouble-line";
import { useJobsPlace } from "./use-jobs";

/** Starts a task with what was typed, which stays whatever comes of it. */
export function TaskForm({ task }: { task: TaskView }) {
	const { store, words, language, timeZone } = useJobsPlace();
	const [isBusy, setBusy] = useState(false);
	const [started, setStarted] = useState<JobView | null>(null);
	const [mistakes, setMistakes] = useState<Record<string, string>>({});
	const [refused, setRefused] = useState<Parameters<typeof TroubleLine>[0]["refused"]>(null);
	// The same until the server has answered: what is sent once more, after an answer was lost, starts nothing anew.
	const key = useRef<string | null>(null);

	async function start(event: FormEvent<HTMLFormElement>) {
		event.preventDefault();
		const form = event.currentTarget;
		if (isBusy) return;
		setBusy(true);
		setMistakes({});
		setRefused(null);
		setStarted(null);
		const clock = { timeOf: (local: number) => timeOfWall(local, timeZone) };
		const values = task.parameters.map((parameter): [string, ReturnType<typeof readTyped>] => [
			parameter.name,
			readTyped(parameter, typedIn(form, parameter), clock),
		]);
		key.current ??= makeKey();
		const answer = await startJob(language, task.id, givenParameters(values), key.current);
		setBusy(false);
		if (answer.isDone || answer.code !== "unreachable") key.current = null;
		if (answer.isDone) {
			store.put(answer.value);
			setStarted(answer.value);
			return;
		}
		const names = task.parameters.map(({ name }) => name);
		const { byName, rest } = readMistakes(answer.message ?? troubleText(answer, words), names);
		setMistakes(byName);
		if (rest !== "") setRefused({ ...answer, message: words.start.refused(rest) });
		const [wrong] = names.filter((name) => name in byName);
		const field = wrong === undefined ? null : form.elements.namedItem(wrong);
		if (field instanceof HTMLElement) field.focus();
	}

	return (
		<ScriptForm onSubmit={start} className="noscript:hidden">
			<div className="grid gap-4 sm:grid-cols-2">
				{task.parameters.map((parameter) => (
					<ParameterField
						key={parameter.name}
						parameter={parameter}
						mistake={mistakes[parameter.name] ?? null}
						onTyped={() => setMistakes(({ [parameter.name]: _, ...others }) => others)}
					/>
				))}
			</div>
			<div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
				<MainButton aria-disabled={isBusy}>{isBusy ? words.start.starting : words.start.submit}</MainButton>
				<p role="status">
					{started && (
						<>
							{words.start.started(task.title)}{" "}
							<a
								href={withBasePath(`/jobs/${started.id}`)}
								className="inline-flex min-h-[44px] items-center text-accent underline underline-offset-4 sm:min-h-6"
							>
								{words.start.follow}
							</a>
						</>
					)}
				</p>
				<TroubleLine refused={refused} words={words} />
			</div>
		</ScriptForm>
	);
}

function typedIn(form: HTMLFormElement, { type, name }: Parameter): Typed {
	const field = form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement;
	if (type === "flag") return { isOn: (field as HTMLInputElement).checked };
	if (type === "upload") return { uploadId: field.dataset.upload ?? "" };
	// What was put there by the page, and not changed, stands for the task's own default, which may move with the time.
	return { text: field.value === field.dataset.given ? "" : field.value };
}
