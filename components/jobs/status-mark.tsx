import type { JobStatus } from "@/lib/jobs/types";

/** Shape and colour of each status, on a field of 16 × 16: a status is a word and a shape before it is a colour. */
const marks: Record<JobStatus, { d: string; isFilled: boolean; color: string }> = {
	queued: {
		d: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M8 5v3.5l2.5 1.5",
		isFilled: false,
		color: "muted",
	},
	running: { d: "M5 3l8 5-8 5z", isFilled: true, color: "reconnecting" },
	succeeded: { d: "M3 8.5l3.5 3.5L13 4.5", isFilled: false, color: "live" },
	failed: { d: "M4 4l8 8M12 4l-8 8", isFilled: false, color: "offline" },
	cancelled: { d: "M4 4h8v8H4z", isFilled: true, color: "muted" },
	interrupted: { d: "M9 2L5 9h3.5L7 14l5-7H8.5z", isFilled: false, color: "delayed" },
	"timed-out": { d: "M4 3h8M4 13h8M5 3c0 4 6 6 6 10M11 3c0 4-6 6-6 10", isFilled: false, color: "offline" },
};

/** The status of a job, as a shape and a word. */
export function StatusMark({ status, word }: { status: JobStatus; word: string }) {
	const { d, isFilled, color } = marks[status];
	const ink = `var(--${color})`;
	return (
		<span className="inline-flex items-center gap-2 whitespace-nowrap" data-status={status}>
			<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" className="shrink-0">
				<path
					d={d}
					fill={isFilled ? ink : "none"}
					stroke={ink}
					strokeWidth="2"
					strokeLinejoin="round"
					strokeLinecap="round"
				/>
			</svg>
			<span className="font-semibold">{word}</span>
		</span>
	);
}
