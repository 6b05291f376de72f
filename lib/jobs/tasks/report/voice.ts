import { sayFact } from "@/lib/fact-text";
import {
	formatBytes,
	formatCelsius,
	formatDuration,
	formatNumber,
	formatRate,
	formatShare,
	formatUtcOffset,
	joined,
	unknown,
} from "@/lib/format";
import type { Fact } from "@/lib/history/types";
import { clockText, dayText } from "@/lib/time-words";
import { offsetAt, wallTime } from "@/lib/zone-time";
import type { Label } from "./families";
import type { Why } from "./report-model";
import type { ReportWords } from "./words-en";

const minuteMs = 60_000;

/** Says numbers, times and what happened as a language and a zone have them. */
export class Voice {
	readonly words: ReportWords;
	readonly timezone: string;

	constructor(words: ReportWords, timezone: string) {
		this.words = words;
		this.timezone = timezone;
	}

	/** A value in the unit that the history names; `–` where it is not known. */
	quantity(value: number | null | undefined, unit: string): string {
		if (value === null || value === undefined || !Number.isFinite(value)) return unknown;
		return this.#local(joined(quantityOf(value, unit)));
	}

	number(value: number, decimals = 0): string {
		return this.#local(formatNumber(value, decimals));
	}

	duration(ms: number): string {
		const { durations } = this.words;
		return formatDuration(ms).replace(/[a-z]+/g, (unit) => durations[unit as keyof typeof durations] ?? unit);
	}

	/** The distance of readings. */
	step(ms: number): string {
		return ms < 1_000 ? this.#local(`${ms} ms`) : this.duration(ms);
	}

	/** A day with its year, and the time as exactly as it is known. */
	time(time: number, exactMs = 1_000): string {
		const wall = wallTime(time, this.timezone);
		const day = dayText(wall, Number.NaN, this.words.months);
		return exactMs >= 24 * 60 * minuteMs ? day : `${day}, ${clockText(wall, exactMs < minuteMs)}`;
	}

	/** Seconds are told where the ends are not whole minutes, or the stretch is short. */
	stretch(from: number, to: number): string {
		const isShort = to - from < 10 * minuteMs || from % minuteMs !== 0 || to % minuteMs !== 0;
		const exactMs = isShort ? 1_000 : minuteMs;
		return `${this.time(from, exactMs)} – ${this.time(to, exactMs)}`;
	}

	/** The zone with how far it is ahead of UTC at both ends of a range. */
	zone(from: number, to: number): string {
		const offsets = [from, to].map((time) => formatUtcOffset(offsetAt(time, this.timezone) / minuteMs));
		return this.words.zoneWith(this.timezone, [...new Set(offsets)].join(" → "));
	}

	label({ name, field }: Label): string {
		const word = field === undefined ? undefined : (this.words.fields[field] ?? field);
		return [name, word].filter((part) => part !== undefined).join(": ");
	}

	fact(fact: Fact): string {
		return sayFact(fact, this.words.facts, (ms) => this.duration(ms));
	}

	why(why: Why): string {
		return why.kind === "fact" ? this.fact(why.fact) : this.words[why.kind];
	}

	// The separators of a number, and not those of anything else.
	#local(text: string): string {
		const { decimal, group } = this.words;
		return text.replace(/\d[\d.,]*/g, (number) =>
			number.replace(/[.,]/g, (sign) => (sign === "." ? decimal : group)),
		);
	}
}

function quantityOf(value: number, unit: string): { value: string; unit: string } {
	switch (unit) {
		case "share":
			return formatShare(value);
		case "bytes":
			return formatBytes(value);
		case "bytes/s":
			return formatRate(value);
		case "°C":
			return formatCelsius(value);
		case "1":
			return { value: formatNumber(value, decimalsOf(value)), unit: "" };
		case "1/s":
		case "1/min":
			return { value: formatNumber(value, decimalsOf(value)), unit: unit.slice(1) };
		default:
			return { value: formatNumber(value, decimalsOf(value)), unit };
	}
}

/** Four digits or so, and none after the point of a whole number. */
function decimalsOf(value: number): number {
	const size = Math.abs(value);
	if (Number.isInteger(value) || size >= 1_000) return 0;
	if (size >= 100) return 1;
	return size >= 0.1 ? 2 : 4;
}
