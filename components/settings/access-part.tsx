"use client";

import type { AccessSummary } from "@/lib/api/types";
import { settingsMessages } from "@/lib/settings-messages";
import { Part } from "./part";
import { accessFacts } from "./settings-words";

const words = settingsMessages.access;

/** How access is set, and what would change it. */
export function AccessPart({ access }: { access: AccessSummary }) {
	return (
		<Part title={words.title} intro={words.intro}>
			<dl className="mt-4 grid gap-x-6 gap-y-4 sm:grid-cols-[9rem_1fr]">
				{accessFacts(access).map(({ term, sentences, setting }) => (
					<div key={term} className="contents">
						<dt className="text-muted max-sm:-mb-3">{term}</dt>
						<dd className="min-w-0 max-w-[72ch] break-words">
							{sentences.map((sentence) => (
								<p key={sentence}>{sentence}</p>
							))}
							{setting && <p className="mt-1 text-muted text-xs">{setting}</p>}
						</dd>
					</div>
				))}
			</dl>
		</Part>
	);
}
