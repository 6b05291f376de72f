"use client";

import { useId, useRef } from "react";
import type { StateName } from "@/lib/metrics/types";
import { useAge, useFirstAge } from "./aged";
import { Explanation } from "./explanation";
import { ScopeLabel } from "./scope-label";

interface PanelProps {
	/** The event whose readings it shows: when they are old, they are dimmed and dated. */
	event: StateName;
	title: string;
	/** Beside the title. */
	aside?: React.ReactNode;
	className?: string;
	/** See Explanation. */
	explanation?: string;
	children: React.ReactNode;
}

/** A titled part of the page that never shows an old reading as a live one. */
export function Panel({ event, title, aside, className, explanation, children }: PanelProps) {
	const section = useRef<HTMLElement>(null);
	const age = useRef<HTMLSpanElement>(null);
	const first = useFirstAge(event);
	useAge(event, section, age);
	return (
		<PanelFrame
			{...{ section, age, first, title, aside, className, explanation }}
			name={event}
			label={<ScopeLabel event={event} />}
		>
			{children}
		</PanelFrame>
	);
}

interface PanelFrameProps extends Omit<PanelProps, "event"> {
	name: string;
	/** Between the title and what is beside it. */
	label?: React.ReactNode;
	/** To be marked as stale, and to be told the age, whenever that changes; and both as they are first. */
	section: React.RefObject<HTMLElement | null>;
	age: React.RefObject<HTMLSpanElement | null>;
	first: { stale: boolean; text: string };
	/** Of the age. */
	ageClassName?: string;
}

/** What every panel looks like, whoever knows how old it is. */
export function PanelFrame({
	name,
	title,
	label,
	aside,
	className = "",
	section,
	age,
	first,
	ageClassName = "text-delayed",
	explanation,
	children,
}: PanelFrameProps) {
	const heading = useId();
	return (
		<section
			ref={section}
			data-panel={name}
			data-stale={first.stale}
			suppressHydrationWarning
			aria-labelledby={heading}
			className={`flex min-w-0 flex-col rounded-xl border border-line bg-surface p-4 ${className}`}
		>
			<header className="mb-3 flex min-h-6 items-baseline gap-x-3">
				<h2 id={heading} className="font-semibold text-base">
					{title}
				</h2>
				{label}
				<span data-reading className="min-w-0 truncate text-muted text-xs">
					{aside}
				</span>
				<span
					ref={age}
					data-age
					className={`ml-auto whitespace-nowrap text-xs ${ageClassName}`}
					suppressHydrationWarning
				>
					{first.text}
				</span>
			</header>
			<div data-reading>{children}</div>
			{explanation && <Explanation text={explanation} />}
		</section>
	);
}
