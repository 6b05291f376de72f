"use client";

import type { AuditEntry } from "@/lib/access/types";
import { settingsMessages } from "@/lib/settings-messages";
import { useFirst } from "../ui/long-list";
import { Moment } from "./moment";
import { Part } from "./part";
import { auditText } from "./settings-words";

const words = settingsMessages.audit;

/** What was done by whom, newest first. */
export function AuditPart({ entries }: { entries: AuditEntry[] }) {
	const { shown, more } = useFirst(entries.map((entry, index) => ({ entry, key: entries.length - index })));
	return (
		<Part title={words.title}>
			{entries.length === 0 && <p className="mt-1 text-muted">{words.none}</p>}
			<ul className="mt-3">
				{shown.map(({ entry, key }) => (
					<li
						key={key}
						className="flex flex-wrap justify-between gap-x-4 border-line border-t py-1.5 text-xs leading-5"
					>
						<span className="min-w-0 break-words">{auditText(entry)}</span>
						<span className="text-muted">
							<Moment time={entry.time} />
						</span>
					</li>
				))}
			</ul>
			{more}
		</Part>
	);
}
