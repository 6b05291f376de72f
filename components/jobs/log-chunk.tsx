import { memo } from "react";
import { spokenTime } from "@/lib/jobs-format";
import type { JobsMessages } from "@/lib/jobs-messages";
import type { Language } from "@/lib/language";
import type { AnsiColor, Piece } from "@/lib/live/jobs-ansi";
import type { LogLine } from "@/lib/live/jobs-log";
import type { Found } from "@/lib/live/jobs-search";

interface LogChunkProps {
	lines: readonly LogLine[];
	marks: ReadonlyMap<LogLine, Found[]>;
	current: Found | null;
	hasTimes: boolean;
	isWrapped: boolean;
	language: Language;
	timeZone: string;
	words: JobsMessages;
}

const colors: Record<AnsiColor, string> = {
	black: "ansi-black",
	red: "ansi-red",
	green: "ansi-green",
	yellow: "ansi-yellow",
	blue: "ansi-blue",
	magenta: "ansi-magenta",
	cyan: "ansi-cyan",
	white: "ansi-white",
};

/**
 * A part of the log. Far from what is looked at it is neither laid out nor painted: the browser finds and copies what
 * is in it all the same.
 */
export const LogChunk = memo(function LogChunk({ lines, marks, current, ...look }: LogChunkProps) {
	return (
		<div className="[contain-intrinsic-size:auto_4000px] [content-visibility:auto]">
			{lines.map((line, index) => (
				<Line
					// biome-ignore lint/suspicious/noArrayIndexKey: lines are never moved.
					key={index}
					line={line}
					found={marks.get(line) ?? null}
					current={current?.line === line ? current : null}
					{...look}
				/>
			))}
		</div>
	);
});

interface LineProps extends Omit<LogChunkProps, "lines" | "marks" | "current"> {
	line: LogLine;
	found: Found[] | null;
	current: Found | null;
}

const Line = memo(function Line({
	line,
	found,
	current,
	hasTimes,
	isWrapped,
	language,
	timeZone,
	words,
}: LineProps) {
	const { source, isFirst, isGap, time } = line;
	const sign = source === "stderr" ? "!" : source === "hostbeat" ? "·" : "";
	const name = source === "stderr" ? words.log.stderr : source === "hostbeat" ? words.log.hostbeat : null;
	return (
		<div
			data-source={source}
			className={`flex min-h-5 border-l-2 pr-3 pl-2 ${source === "stderr" ? "border-offline" : "border-transparent"} ${isGap ? "bg-[color-mix(in_srgb,var(--delayed)_12%,transparent)]" : ""}`}
		>
			{hasTimes && (
				<span className="w-[13ch] shrink-0 select-none text-muted">
					{isFirst && spokenTime(time, { language, timeZone, isExact: true })}
				</span>
			)}
			<span className="w-[2ch] shrink-0 select-none text-offline" title={name ?? undefined}>
				{isFirst && name !== null && (
					<>
						<span aria-hidden="true" className={source === "stderr" ? "font-semibold" : "text-muted"}>
							{sign}
						</span>
						<span className="sr-only">{name}: </span>
					</>
				)}
			</span>
			{/* What a line says of its direction ends with it. */}
			<span
				className={`min-w-0 [unicode-bidi:isolate] ${isWrapped ? "whitespace-pre-wrap break-all" : "whitespace-pre"} ${source === "hostbeat" ? "italic" : ""} ${isGap ? "font-semibold text-delayed" : ""}`}
			>
				{found ? <Marked line={line} found={found} current={current} /> : line.pieces.map(show)}
			</span>
		</div>
	);
});

function show(piece: Piece, index: number) {
	const look = lookOf(piece);
	return look === "" ? (
		piece.text
	) : (
		<span key={index} className={look}>
			{piece.text}
		</span>
	);
}

function lookOf({ color, on, isBold, isDim, isItalic, isUnderlined, isStruck }: Piece): string {
	return [
		color && colors[color],
		on && `ansi-on ${colors[on]}`,
		isBold && "font-semibold",
		isDim && "text-muted",
		isItalic && "italic",
		isUnderlined && "underline",
		isStruck && "line-through",
	]
		.filter(Boolean)
		.join(" ");
}

/** The same with what was found in it marked. */
function Marked({ line, found, current }: { line: LogLine; found: Found[]; current: Found | null }) {
	const parts: React.ReactNode[] = [];
	let start = 0;
	for (const [index, piece] of line.pieces.entries()) {
		const end = start + piece.text.length;
		const cuts = [start, end, ...found.flatMap(({ from, to }) => [from, to])]
			.filter((at) => at >= start && at <= end)
			.sort((one, other) => one - other);
		for (const [place, from] of cuts.entries()) {
			const to = cuts[place + 1];
			if (to === undefined || to === from) continue;
			const text = piece.text.slice(from - start, to - start);
			const hit = found.find((one) => one.from <= from && to <= one.to);
			const part = show({ ...piece, text }, 0);
			parts.push(
				hit ? (
					<mark
						key={`${index} ${from}`}
						data-current={hit === current || undefined}
						className="rounded-xs bg-[color-mix(in_srgb,var(--delayed)_28%,transparent)] text-text data-current:outline-2 data-current:outline-accent"
					>
						{text}
					</mark>
				) : (
					<span key={`${index} ${from}`}>{part}</span>
				),
			);
		}
		start = end;
	}
	return <>{parts}</>;
}
