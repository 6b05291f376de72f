interface MeterProps {
	/** Names what is measured. */
	label: string;
	/** 0–1, or `null` where it is not known. */
	value: number | null;
	/** The value in words, as it stands beside the bar. */
	valueText: string;
	/** Why the value is not known. */
	reason?: string;
	/** Any CSS colour, the first series' unless told. */
	color?: string;
}

const WIDTH = 100;
const HATCH_EVERY = 4;
const HATCH = Array.from(
	{ length: WIDTH / HATCH_EVERY },
	(_, index) => `M${index * HATCH_EVERY} 8l4 -8`,
).join("");

/** How much of a whole is used, as a bar; hatched where that is not known, with the reason under the pointer. */
export function Meter({ label, value, valueText, reason, color = "var(--series-1)" }: MeterProps) {
	const bar = (
		<svg
			width="100%"
			height="8"
			viewBox={`0 0 ${WIDTH} 8`}
			preserveAspectRatio="none"
			aria-hidden="true"
			className="block rounded-full"
		>
			<rect width={WIDTH} height="8" fill="var(--line)" />
			{value === null ? (
				<path d={HATCH} stroke="var(--muted)" vectorEffect="non-scaling-stroke" fill="none" />
			) : (
				<rect width={WIDTH * Math.min(1, Math.max(0, value))} height="8" fill={color} />
			)}
		</svg>
	);
	// A meter must have a value: what is not known is a picture with its reason instead.
	if (value === null) {
		return (
			<div role="img" aria-label={[label, valueText, reason].filter(Boolean).join(": ")} title={reason}>
				{bar}
			</div>
		);
	}
	return (
		// biome-ignore lint/a11y/useSemanticElements: a <meter> cannot be drawn alike in all browsers.
		<div
			role="meter"
			aria-label={label}
			aria-valuemin={0}
			aria-valuemax={1}
			aria-valuenow={value}
			aria-valuetext={valueText}
		>
			{bar}
		</div>
	);
}
