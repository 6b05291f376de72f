import { useId } from "react";

interface JobBarProps {
	label: string;
	/** 0–1; `null` where it is not known how far it is: then the bar only says that it goes on. */
	progress: number | null;
	/** The same in words. */
	text: string;
	/** Whether what it shows is told as it changes. */
	isLive: boolean;
	className?: string;
}

const stripePx = 12;

/** How far a job is, as a bar. */
export function JobBar({ label, progress, text, isLive, className = "" }: JobBarProps) {
	const stripes = useId();
	const share = progress === null ? 1 : Math.min(1, Math.max(0, progress));
	return (
		<div
			role="progressbar"
			aria-label={label}
			aria-valuemin={0}
			aria-valuemax={100}
			aria-valuenow={progress === null ? undefined : Math.floor(share * 100)}
			aria-valuetext={text}
			className={className}
		>
			<svg width="100%" height="8" aria-hidden="true" className="block overflow-hidden rounded-full">
				<rect width="100%" height="8" fill="var(--line)" />
				{progress === null ? (
					<>
						<pattern id={stripes} width={stripePx} height="8" patternUnits="userSpaceOnUse">
							<path d="M-2 10L8 -2M10 10L20 -2" stroke="var(--accent)" strokeWidth="3" />
						</pattern>
						<rect
							x={-stripePx}
							width="110%"
							height="8"
							fill={`url(#${stripes})`}
							className={isLive ? "motion-safe:animate-[stripes_1.5s_linear_infinite]" : "opacity-45"}
						/>
					</>
				) : (
					<rect
						width={`${share * 100}%`}
						height="8"
						fill="var(--accent)"
						className={isLive ? "" : "opacity-45"}
					/>
				)}
			</svg>
		</div>
	);
}
