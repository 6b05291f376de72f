import type { Language } from "./language";

const formats = new Map<string, unknown>();

// Making one takes longer than using it a hundred times.
function kept<T>(key: string, make: () => T): T {
	const found = (formats.get(key) as T | undefined) ?? make();
	formats.set(key, found);
	return found;
}

/** A number as a language writes it. */
export function spokenNumber(value: number, language: Language, decimals = 0): string {
	return kept(
		`number ${language} ${decimals}`,
		() => new Intl.NumberFormat(language, { maximumFractionDigits: decimals }),
	).format(value);
}

/** A share 0–1 in whole percent, rounded down: what is not done is never 100. */
export function spokenShare(share: number, language: Language): string {
	return kept(
		`share ${language}`,
		() => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }),
	).format(Math.floor(Math.min(1, Math.max(0, share)) * 100) / 100);
}

const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
const frenchUnits = ["o", "Kio", "Mio", "Gio", "Tio", "Pio"];

/** Bytes in the largest binary unit that leaves a digit before the point. */
export function spokenBytes(bytes: number, language: Language): string {
	const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
	const value = bytes / 1024 ** power;
	const unit = (language === "fr" ? frenchUnits : units)[power];
	return `${spokenNumber(value, language, power === 0 || value >= 100 ? 0 : 1)} ${unit}`;
}

/** A span of time in its two largest units, each as the language shortens it. */
export function spokenDuration(ms: number, language: Language): string {
	const seconds = Math.max(0, Math.floor(ms / 1_000));
	const parts = [
		[Math.floor(seconds / 86_400), "day"],
		[Math.floor(seconds / 3_600) % 24, "hour"],
		[Math.floor(seconds / 60) % 60, "minute"],
		[seconds % 60, "second"],
	] as const;
	const first = Math.min(parts.findIndex(([count]) => count > 0) >>> 0, parts.length - 1);
	return parts
		.slice(first, first + 2)
		.filter(([count], index) => index === 0 || count > 0)
		.map(([count, unit]) =>
			kept(
				`duration ${language} ${unit}`,
				() => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }),
			).format(count),
		)
		.join(" ");
}

/** A moment in a zone: the time alone where it is of the same day as `now`. */
export function spokenMoment(
	time: number,
	{ language, timeZone, now }: { language: Language; timeZone: string; now: number },
): string {
	const day = kept(
		`day ${language} ${timeZone}`,
		() => new Intl.DateTimeFormat(language, { timeZone, year: "numeric", month: "short", day: "numeric" }),
	);
	const clock = spokenTime(time, { language, timeZone });
	return day.format(time) === day.format(now) ? clock : `${day.format(time)}, ${clock}`;
}

/** The time of day, with thousandths where they are wanted. */
export function spokenTime(
	time: number,
	{ language, timeZone, isExact = false }: { language: Language; timeZone: string; isExact?: boolean },
): string {
	return kept(
		`time ${language} ${timeZone} ${isExact}`,
		() =>
			new Intl.DateTimeFormat(language, {
				timeZone,
				hour: "2-digit",
				minute: "2-digit",
				second: "2-digit",
				hourCycle: "h23",
				...(isExact && { fractionalSecondDigits: 3 }),
			}),
	).format(time);
}
