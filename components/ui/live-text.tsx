"use client";

import { useCallback, useRef, useState } from "react";
import type { Quantity } from "@/lib/format";
import { unknown } from "@/lib/format";
import type { LiveStore, Topic } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import type { MetricName } from "@/lib/metrics/types";
import { useDraw, useStore } from "../hooks/use-live";
import { setText } from "../set-text";

interface LiveTextProps {
	/** When the text may have changed. */
	topics: readonly Topic[];
	/** Reads it from the store. Give the same function at each render. */
	read(store: LiveStore): string;
	className?: string;
}

/** A text that follows the store without React rendering again. */
export function LiveText({ topics, read, className }: LiveTextProps) {
	const span = useRef<HTMLSpanElement>(null);
	const [first] = useState(read.bind(null, useStore()));
	useDraw(
		topics,
		useCallback((store: LiveStore) => setText(span.current, read(store)), [read]),
	);
	return (
		<span ref={span} className={className} suppressHydrationWarning>
			{first}
		</span>
	);
}

interface LiveQuantityProps {
	metric: MetricName;
	/** Where in the reading the number stands; under this name a missing one has its reason. */
	path: string;
	read(store: LiveStore): Quantity;
	className?: string;
	unitClassName?: string;
}

/** A number with its unit, smaller beside it. Where it is not known, the reason is under the pointer and read aloud. */
export function LiveQuantity({ metric, path, read, className, unitClassName }: LiveQuantityProps) {
	const span = useRef<HTMLSpanElement>(null);
	const store = useStore();
	const [first] = useState(() => ({ ...read(store), reason: reasonOf(store, metric, path) }));
	useDraw(
		[metric],
		useCallback(
			(store: LiveStore) => {
				const [value, unit, spoken] = span.current?.children ?? [];
				const quantity = read(store);
				const reason = quantity.value === unknown ? reasonOf(store, metric, path) : "";
				setText(value, quantity.value);
				setText(unit, quantity.unit);
				setText(spoken, reason);
				if (span.current && span.current.title !== reason) span.current.title = reason;
			},
			[read, metric, path],
		),
	);
	const reason = first.value === unknown ? first.reason : "";
	return (
		<span
			ref={span}
			title={reason}
			className={`whitespace-nowrap ${className ?? ""}`}
			suppressHydrationWarning
		>
			{/* As wide as 99.9, so that the unit stays in its place when 9.9 becomes 10.0. */}
			<span className="inline-block min-w-[3.6ch]" suppressHydrationWarning>
				{first.value}
			</span>
			<span className={`before:content-["_"] ${unitClassName ?? ""}`} suppressHydrationWarning>
				{first.unit}
			</span>
			<span className="sr-only" suppressHydrationWarning>
				{reason}
			</span>
		</span>
	);
}

function reasonOf(store: LiveStore, metric: MetricName, path: string): string {
	const reading = store.get(metric);
	if (!reading) return messages.noReadingYet;
	return reading.missing?.[path] ?? reading.missing?.[""] ?? messages.unknownReason;
}
