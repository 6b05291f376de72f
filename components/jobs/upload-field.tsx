"use client";

import { useEffect, useRef, useState } from "react";
import { spokenBytes, spokenShare } from "@/lib/jobs-format";
import { uploadFile } from "@/lib/live/jobs-ask";
import { JobBar } from "./job-bar";
import type { FieldProps } from "./parameter-field";
import { troubleText } from "./trouble-line";
import { useJobsPlace } from "./use-jobs";

const mostBytes = 8 * 1024 * 1024;

type Sending = { share: number } | { trouble: string } | { name: string; bytes: number } | null;

/** A file that is sent as soon as it is chosen: the form has only its id. */
export function UploadField({ field }: { field: FieldProps }) {
	const { words, language } = useJobsPlace();
	const input = useRef<HTMLInputElement>(null);
	const sending = useRef<AbortController | null>(null);
	const [state, setState] = useState<Sending>(null);
	useEffect(() => () => sending.current?.abort(), []);
	// The form is not sent before the file is: the browser says why.
	const block = (text: string) => input.current?.setCustomValidity(text);

	async function send(file: File | undefined) {
		field.onChange();
		sending.current?.abort();
		const control = new AbortController();
		sending.current = control;
		if (input.current) input.current.dataset.upload = "";
		block("");
		setState(null);
		if (!file) return;
		if (file.size > mostBytes) {
			fail(words.start.uploadTooLarge);
			return;
		}
		const tell = (share: number) => {
			if (sending.current !== control) return;
			block(words.start.uploading(spokenShare(share, language)));
			setState({ share });
		};
		tell(0);
		const answer = await uploadFile(file, language, tell, control.signal);
		if (sending.current !== control || control.signal.aborted) return;
		if (!answer.isDone) {
			fail(answer.code === "unreachable" ? words.start.uploadLost : troubleText(answer, words));
			return;
		}
		if (input.current) input.current.dataset.upload = answer.value.id;
		block("");
		setState({ name: file.name, bytes: answer.value.bytes });
	}

	function fail(trouble: string) {
		block(trouble);
		setState({ trouble });
	}

	return (
		<>
			<input
				{...field}
				ref={input}
				type="file"
				accept=".csv,text/csv,text/plain"
				className={`${field.className} py-2`}
				onChange={({ target }) => void send(target.files?.[0])}
			/>
			{/* As high as what it may say, so that nothing moves when it does. */}
			<div className="mt-1 min-h-5 text-xs" role="status">
				{state && "share" in state && (
					<JobBar
						label={words.start.uploading("")}
						progress={state.share}
						text={spokenShare(state.share, language)}
						isLive
					/>
				)}
				{state && "trouble" in state && <span className="text-offline">▲ {state.trouble}</span>}
				{state && "bytes" in state && words.job.file(state.name, spokenBytes(state.bytes, language))}
			</div>
		</>
	);
}
