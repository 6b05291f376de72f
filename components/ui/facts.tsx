"use client";

import { useCallback } from "react";
import { joined, type Quantity, unknown } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import type { MetricName } from "@/lib/metrics/types";
import { LiveQuantity, LiveText } from "./live-text";

/** One number under its name. Give the same functions at each render. */
export interface LiveFact {
	label: string;
	/** Where in the reading it stands: see LiveQuantity. */
	path: string;
	read(store: LiveStore): Quantity;
	/** A second line: what the number is to be held against. */
	detail?(store: LiveStore): string;
}

/** A few numbers of one reading side by side, each with its name above it. */
export function Facts({ metric, facts }: { metric: MetricName; facts: readonly LiveFact[] }) {
	return (
		<dl
			className={`grid gap-x-4 gap-y-3 ${facts.length <= 3 ? "grid-cols-3" : "grid-cols-2 sm:grid-cols-3"}`}
		>
			{facts.map((fact) => (
				<Fact key={fact.label} metric={metric} {...fact} />
			))}
		</dl>
	);
}

function Fact({ metric, label, path, read, detail }: LiveFact & { metric: MetricName }) {
	// In one piece: a unit of its own would move when a digit comes.
	const readJoined = useCallback(
		(store: LiveStore) => {
			const { value, unit } = read(store);
			return { value: value === unknown ? value : joined({ value, unit }), unit: "" };
		},
		[read],
	);
	return (
		<div className="min-w-0">
			<dt className="text-muted text-xs">{label}</dt>
			<dd>
				<LiveQuantity metric={metric} path={path} read={readJoined} className="font-semibold" />
				{detail && (
					<LiveText topics={[metric]} read={detail} className="block min-h-4 text-muted text-xs leading-4" />
				)}
			</dd>
		</div>
	);
}
