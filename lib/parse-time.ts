/** The last millisecond that a Date can hold. */
export const lastTime = 8_640_000_000_000_000;
// In a query a plus that was not escaped is a space.
const pattern =
	/^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(?:(Z)|([ +-])([01]\d|2[0-3]):?([0-5]\d))$/;

/** The Unix milliseconds of a text, `null` where it is no time. */
export function parseTime(text: string): number | null {
	if (/^\d{1,16}$/.test(text)) return Number(text) <= lastTime ? Number(text) : null;
	const [
		matched,
		year,
		month,
		day,
		hour,
		minute,
		second = "0",
		fraction = "0",
		,
		sign,
		zoneHour,
		zoneMinute,
	] = pattern.exec(text) ?? [];
	if (matched === undefined) return null;
	const parts = [
		Number(year),
		Number(month) - 1,
		Number(day),
		Number(hour),
		Number(minute),
		Number(second),
	] as const;
	const local = Date.UTC(...parts, Number(fraction.padEnd(3, "0")));
	// Date.UTC makes the 31st of April the 1st of May.
	const [, , ...rest] = parts;
	const date = new Date(local);
	const read = [date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
	if (date.getUTCMonth() !== parts[1] || read.some((part, index) => part !== rest[index])) return null;
	const offset =
		sign === undefined ? 0 : (sign === "-" ? -1 : 1) * (Number(zoneHour) * 60 + Number(zoneMinute));
	const time = local - offset * 60_000;
	return time >= 0 ? time : null;
}
