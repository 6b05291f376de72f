"use client";

import { useState } from "react";
import type { SessionView } from "@/lib/access/types";
import { withBasePath } from "@/lib/base-path";
import { settingsMessages } from "@/lib/settings-messages";
import { Button } from "../ui/button";
import { useFirst } from "../ui/long-list";
import { ask } from "./ask";
import { browserName } from "./browser-name";
import { Moment } from "./moment";
import { Part, Row } from "./part";
import { SaidText, useSaid } from "./said";

const words = settingsMessages.sessions;

interface SessionsPartProps {
	sessions: SessionView[];
	onChange: () => Promise<void>;
}

/** Where somebody is signed in: each session can be ended, and all at once. */
export function SessionsPart({ sessions, onChange }: SessionsPartProps) {
	const { said, line, done, failed } = useSaid();
	// One's own comes first.
	const sorted = sessions.toSorted((one, other) =>
		one.isOwn === other.isOwn ? other.seenAt - one.seenAt : one.isOwn ? -1 : 1,
	);
	const { shown, more } = useFirst(sorted);

	async function end({ id, agent }: SessionView) {
		const answer = await ask("DELETE", `/api/sessions/${id}`);
		// Whoever ended it before: it is over.
		if (answer.isDone || answer.code === "not_found") done(words.ended(browserName(agent)), { focus: true });
		else failed(answer);
		await onChange();
	}

	async function endAll() {
		const answer = await ask<{ ended: number }>("DELETE", "/api/sessions");
		if (!answer.isDone) return failed(answer);
		if (sessions.some(({ isOwn }) => isOwn)) return location.assign(withBasePath("/login?from=signed-out"));
		done(words.everywhereDone(answer.value.ended), { focus: true });
		await onChange();
	}

	return (
		<Part title={words.title}>
			{sessions.length === 0 && <p className="mt-1 text-muted">{words.none}</p>}
			<ul className="mt-3">
				{shown.map((session) => {
					const name = browserName(session.agent);
					return (
						<Row
							key={session.id}
							name={
								<>
									{name} <span className="text-muted">{words.account(session.account)}</span>
									{session.isOwn && " "}
									{session.isOwn && <span className="ml-1 font-semibold text-live">{words.this}</span>}
								</>
							}
							facts={
								<>
									<span className="break-all">
										{words.from} {session.address ?? settingsMessages.unknownAddress}
									</span>
									<span>
										{words.since} <Moment time={session.createdAt} />
									</span>
									<span>
										{words.seen} <Moment time={session.seenAt} />
									</span>
								</>
							}
							action={
								!session.isOwn && (
									<Button
										className="shrink-0 noscript:hidden"
										aria-label={words.endOf(name)}
										onClick={() => end(session)}
									>
										{words.end}
									</Button>
								)
							}
						/>
					);
				})}
			</ul>
			{more}
			{sessions.length > 0 && <Everywhere onConfirm={endAll} />}
			<SaidText said={said} line={line} />
		</Part>
	);
}

function Everywhere({ onConfirm }: { onConfirm: () => void }) {
	const [isAsking, setAsking] = useState(false);
	if (!isAsking) {
		return (
			<Button className="mt-2 noscript:hidden" onClick={() => setAsking(true)}>
				{words.everywhere}
			</Button>
		);
	}
	return (
		<div className="mt-2 flex flex-wrap items-center gap-2">
			<p className="mr-2">{words.everywhereAsk}</p>
			<Button autoFocus onClick={onConfirm}>
				{words.everywhereYes}
			</Button>
			<Button onClick={() => setAsking(false)}>{words.everywhereNo}</Button>
		</div>
	);
}
