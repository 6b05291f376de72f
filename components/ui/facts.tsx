"use client";

import type { Quantity } from "@/lib/format";
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
		<dl className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-x-4 gap-y-3">
			{facts.map(({ label, path, read, detail }) => (
				<div key={label} className="min-w-0">
					<dt className="text-muted text-xs">{label}</dt>
					<dd>
						<LiveQuantity
							metric={metric}
							path={path}
							read={read}
							className="font-semibold"
							unitClassName="font-normal text-muted text-xs"
						/>
						{detail && (
							<LiveText
								topics={[metric]}
								read={detail}
								className="block min-h-4 text-muted text-xs leading-4"
							/>
						)}
					</dd>
				</div>
			))}
		</dl>
	);
}
