import { formatBytes, formatDate, formatNumber, formatRate, formatTimeOfDay, joined } from "@/lib/format";
import type { BusiestAnswer, BusiestSort } from "@/lib/live/busiest";
import { panelMessages } from "@/lib/panel-messages";

type Process = BusiestAnswer["processes"][number];

const words = panelMessages.cause;
const minuteMs = 60_000;
const dayMs = 86_400_000;

/** A line may not end between a number and its unit. */
const whole = (text: string) => text.replaceAll(" ", "\u00a0");

/** Two busy threads are 200 %. */
const shareOfCore = (share: number) => `${formatNumber(share * 100, share < 0.0995 ? 1 : 0)} %`;

const amounts: Record<BusiestSort, { read(process: Process): number | null; text(value: number): string }> = {
	utilization: { read: ({ utilization }) => utilization, text: shareOfCore },
	residentBytes: { read: ({ residentBytes }) => residentBytes, text: (bytes) => joined(formatBytes(bytes)) },
	io: {
		read: ({ readBytesPerSecond: read, writtenBytesPerSecond: written }) =>
			read === null && written === null ? null : (read ?? 0) + (written ?? 0),
		text: (bytes) => joined(formatRate(bytes)),
	},
};

/** Who used most in a step, in words; each with its minute where the step holds several. */
export function causeText(
	{ processes, missing }: BusiestAnswer,
	{ sort, stepMs, timezone }: { sort: BusiestSort; stepMs: number; timezone: string },
): string {
	const { read, text } = amounts[sort];
	const names = new Set<string>();
	const twice = new Set(
		processes.filter(({ name }) => names.size === names.add(name).size).map(({ name }) => name),
	);
	const isLong = stepMs > minuteMs;
	const list = processes.flatMap((process) => {
		const amount = read(process);
		if (amount === null || amount <= 0) return [];
		const { name, pid, time } = process;
		const named = words.process(twice.has(name) ? words.numbered(name, pid) : name, whole(text(amount)));
		return [isLong ? words.at(named, minuteText(time, stepMs, timezone)) : named];
	});
	if (list.length > 0) {
		const most = words.most[sort];
		return words.processes(isLong ? most : words.inMinute(most), list.join(", "));
	}
	const reason = processes.length > 0 ? words.unread[sort] : missing;
	return reason ? words.noneBecause(reason) : words.none;
}

function minuteText(time: number, stepMs: number, timezone: string): string {
	const minute = formatTimeOfDay(time, timezone).slice(0, 5);
	return stepMs < dayMs ? minute : `${formatDate(time, timezone)} ${minute}`;
}
