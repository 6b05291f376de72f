"use client";

import { useId } from "react";

/** A titled part of the page of the settings. */
export function Part({
	title,
	intro,
	children,
}: {
	title: string;
	intro?: string;
	children: React.ReactNode;
}) {
	const heading = useId();
	return (
		<section
			aria-labelledby={heading}
			className="min-w-0 rounded-xl border border-line bg-surface p-4 sm:p-6"
		>
			<h2 id={heading} className="font-semibold text-base">
				{title}
			</h2>
			{intro && <p className="mt-1 max-w-[72ch] text-muted">{intro}</p>}
			{children}
		</section>
	);
}

/** One of a list: what it is, what is known of it, and what can be done with it. */
export function Row({
	name,
	facts,
	action,
}: {
	name: React.ReactNode;
	facts: React.ReactNode;
	action?: React.ReactNode;
}) {
	return (
		<li className="flex items-center justify-between gap-x-4 border-line border-t py-3">
			<div className="min-w-0">
				<p className="break-words">{name}</p>
				<p className="flex flex-wrap gap-x-3 text-muted text-xs">{facts}</p>
			</div>
			{action}
		</li>
	);
}
