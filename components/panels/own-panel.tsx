"use client";

import { useCallback, useRef, useState, useSyncExternalStore } from "react";
import { unknown } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { panelMessages } from "@/lib/panel-messages";
import type { OwnEvent, OwnStream } from "@/lib/streams/types";
import { useDraw, useStore } from "../hooks/use-live";
import { ownAge, ownExplanation, ownNumber } from "../own-words";
import { setText } from "../set-text";
import { PanelFrame } from "../ui/panel";
import { OwnChart } from "./own-chart";

const words = panelMessages.own;
/** More lines than these are folded. */
const mostCharted = 6;

/** What is pushed to one stream: its numbers, as they are and as a chart, and its text. It always says how old that is. */
export function OwnPanel({ stream }: { stream: OwnStream }) {
	const section = useRef<HTMLElement>(null);
	const age = useRef<HTMLSpanElement>(null);
	const store = useStore();
	const newest = useOwn(stream.name);
	const [first] = useState(() => ownAge(store, stream));
	useDraw(
		["state", "second", "tick"],
		useCallback(
			(store: LiveStore) => {
				const { stale, text } = ownAge(store, stream);
				if (section.current) section.current.dataset.stale = String(stale);
				setText(age.current, text);
			},
			[stream],
		),
	);
	const title = stream.title ?? stream.name;
	const of = (kind: "number" | "text") =>
		stream.fields.filter((field) => field.kind === kind).map(({ name }) => name);
	const numbers = of("number");
	const charted = numbers.slice(0, mostCharted);
	const others = numbers.slice(mostCharted);
	return (
		<PanelFrame
			{...{ section, age, first, title }}
			name={stream.name}
			aside={stream.pushedBy === null ? words.pushed : words.pushedBy(stream.pushedBy)}
			ageClassName="text-muted in-data-[stale=true]:text-delayed"
			explanation={ownExplanation(stream)}
			className="xl:col-span-2"
		>
			{of("text").map((field) => (
				<OwnText key={field} field={field} value={newest?.[field]} isAlone={stream.fields.length === 1} />
			))}
			<OwnNumbers fields={charted} newest={newest} unit={stream.unit} />
			{charted.length > 0 && <OwnChart stream={stream} title={title} fields={charted} />}
			{others.length > 0 && (
				<details className="mt-1">
					<summary className="cursor-pointer py-3 text-muted text-xs md:py-1">
						{words.more(others.length)}
					</summary>
					<OwnNumbers fields={others} newest={newest} unit={stream.unit} />
				</details>
			)}
		</PanelFrame>
	);
}

function useOwn(name: string): OwnEvent | undefined {
	const store = useStore();
	const read = () => store.own(name);
	return useSyncExternalStore((listener) => store.onTick(listener), read, read);
}

function OwnText({
	field,
	value,
	isAlone,
}: {
	field: string;
	value: number | string | undefined;
	isAlone: boolean;
}) {
	return (
		<div className="mb-3">
			{!isAlone && <p className="text-muted text-xs">{field}</p>}
			<section
				aria-label={field}
				// Long text is scrolled, by keys as well.
				// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls.
				tabIndex={0}
				className="max-h-60 overflow-auto whitespace-pre-wrap [overflow-wrap:anywhere]"
			>
				{value === undefined ? <Missing /> : value}
			</section>
		</div>
	);
}

function OwnNumbers({
	fields,
	newest,
	unit,
}: {
	fields: string[];
	newest: OwnEvent | undefined;
	unit: string | null;
}) {
	if (fields.length === 0) return null;
	return (
		<dl className="mb-3 flex flex-wrap gap-x-8 gap-y-2">
			{fields.map((field) => {
				const value = newest?.[field];
				return (
					<div key={field}>
						<dt className="text-muted text-xs">{field}</dt>
						<dd className="min-w-[6ch] whitespace-nowrap text-xl">
							{typeof value === "number" ? ownNumber(value) : <Missing />}
							{unit && typeof value === "number" && <span className="ml-1 text-muted text-xs">{unit}</span>}
						</dd>
					</div>
				);
			})}
		</dl>
	);
}

function Missing() {
	return (
		<span title={words.notInLast}>
			{unknown}
			<span className="sr-only">{words.notInLast}</span>
		</span>
	);
}
