/** A moment as the clocks of a zone show it. */
export interface WallTime {
	year: number;
	/** 1–12 */
	month: number;
	day: number;
	hour: number;
	minute: number;
	second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
	let format = formats.get(timeZone);
	if (!format) {
		const number = "numeric";
		format = new Intl.DateTimeFormat("en-US", {
			timeZone,
			calendar: "iso8601",
			numberingSystem: "latn",
			hourCycle: "h23",
			year: number,
			month: number,
			day: number,
			hour: number,
			minute: number,
			second: number,
		});
		formats.set(timeZone, format);
	}
	return format;
}

/** What the clocks of a zone show at `time`. */
export function wallTime(time: number, timeZone: string): WallTime {
	const wall: WallTime = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
	for (const { type, value } of formatOf(timeZone).formatToParts(time)) {
		if (type in wall) wall[type as keyof WallTime] = Number(value);
	}
	return wall;
}

/** How far the clocks of a zone are ahead of UTC at `time`, in milliseconds. */
export function offsetAt(time: number, timeZone: string): number {
	const { year, month, day, hour, minute, second } = wallTime(time, timeZone);
	return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1_000) * 1_000;
}

/** When the clocks of a zone show `local`, written as if it were UTC; the first time if they do so twice, `null` if never. */
export function timeOfWall(local: number, timeZone: string): number | null {
	const around = [local - 86_400_000, local + 86_400_000].map((time) => offsetAt(time, timeZone));
	const times = around.map((offset) => local - offset).sort((one, other) => one - other);
	return times.find((time) => time + offsetAt(time, timeZone) === local) ?? null;
}
