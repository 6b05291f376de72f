/** A number as people read it, its unit apart so that it can be set smaller. */
export interface Quantity {
	value: string;
	unit: string;
}

/** Stands for what is not known. */
export const unknown = "–";

const formats = new Map<string, Intl.NumberFormat>();

/** A number with a fixed count of decimals. */
export function formatNumber(value: number | null | undefined, decimals = 0): string {
	if (value === null || value === undefined || !Number.isFinite(value)) return unknown;
	const key = `${decimals}`;
	const format =
		formats.get(key) ??
		new Intl.NumberFormat("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
	formats.set(key, format);
	return format.format(value);
}

/** A share 0–1 in percent, in three digits at the most. */
export function formatShare(share: number | null | undefined): Quantity {
	const percent = share === null || share === undefined ? null : share * 100;
	return { value: formatNumber(percent, percent !== null && percent >= 99.95 ? 0 : 1), unit: "%" };
}

const binaryUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** Bytes in the binary unit that leaves one to four digits before the point. */
export function formatBytes(bytes: number | null | undefined): Quantity {
	if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return { value: unknown, unit: "" };
	let value = bytes;
	let unit = 0;
	// 1,000 and not 1,024, so that three digits always suffice; 999.5 would be rounded to four.
	while (Math.abs(value) >= 999.5 && unit < binaryUnits.length - 1) {
		value /= 1024;
		unit++;
	}
	const decimals = unit === 0 || Math.abs(value) >= 100 ? 0 : 1;
	return { value: formatNumber(value, decimals), unit: binaryUnits[unit] as string };
}

/** Bytes per second. */
export function formatRate(bytesPerSecond: number | null | undefined): Quantity {
	const { value, unit } = formatBytes(bytesPerSecond);
	return { value, unit: unit && `${unit}/s` };
}

/** A temperature in whole degrees. */
export function formatCelsius(celsius: number | null | undefined): Quantity {
	const value = formatNumber(celsius);
	return { value, unit: value === unknown ? "" : "°C" };
}

/** A quantity in one piece; what is not known has no unit. */
export function joined({ value, unit }: Quantity): string {
	return unit && value !== unknown ? `${value} ${unit}` : value;
}

/** The time of day in a zone, 24 hours. */
export function formatTimeOfDay(time: number, timeZone: string): string {
	return new Intl.DateTimeFormat("en-GB", {
		timeZone,
		hour: "2-digit",
		minute: "2-digit",
		second: "2-digit",
	}).format(time);
}

/** The day in a zone, in the order that cannot be misread. */
export function formatDate(time: number, timeZone: string): string {
	return new Intl.DateTimeFormat("en-CA", { timeZone }).format(time);
}

/** An offset east of UTC: `UTC+5:30`. */
export function formatUtcOffset(minutes: number): string {
	const size = Math.abs(minutes);
	const rest = size % 60 === 0 ? "" : `:${String(size % 60).padStart(2, "0")}`;
	return minutes === 0 ? "UTC" : `UTC${minutes < 0 ? "−" : "+"}${Math.floor(size / 60)}${rest}`;
}

/** A span of time in its two largest units: `3 d 4 h`, `12 s`. */
export function formatDuration(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1_000));
	const parts = [
		[Math.floor(seconds / 86_400), "d"],
		[Math.floor(seconds / 3_600) % 24, "h"],
		[Math.floor(seconds / 60) % 60, "min"],
		[seconds % 60, "s"],
	] as const;
	const first = parts.findIndex(([count]) => count > 0);
	if (first === -1) return "0 s";
	return parts
		.slice(first, first + 2)
		.filter(([count], index) => index === 0 || count > 0)
		.map(([count, unit]) => `${count} ${unit}`)
		.join(" ");
}

/** Milliseconds with a sign, for an offset between two clocks. */
export function formatSignedMs(ms: number): string {
	const rounded = Math.round(ms);
	const sign = rounded < 0 ? "−" : "+";
	const size = Math.abs(rounded);
	return size >= 10_000 ? `${sign}${formatDuration(size)}` : `${sign}${formatNumber(size)} ms`;
}
