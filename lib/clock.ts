import type { Clock } from "@/lib/metrics/types";

type Zone = Pick<Clock, "timezone" | "utcOffsetMinutes">;
type ResolveZone = (now: number) => { timezone: string | undefined; utcOffsetMinutes: number };

/** The server's clock as it is now; its zone always is one that `Intl` knows, and its offset that zone's. */
export function readClock(now: number = Date.now(), resolveZone: ResolveZone = resolveOwnZone): Clock {
	const { timezone, utcOffsetMinutes } = resolveZone(now);
	// With a TZ that is a path or no zone at all Node has no name for it, or says that it is unknown.
	const zone =
		timezone && timezone !== "Etc/Unknown" ? { timezone, utcOffsetMinutes } : nameOffset(utcOffsetMinutes);
	return { time: now, ...zone, uptimeSeconds: Math.round(process.uptime()) };
}

let known: { timezone: string | undefined; minute: number } | null = null;

function resolveOwnZone(now: number): ReturnType<ResolveZone> {
	// Asked each second, its name took a fifth of all that an idle server does; its offset costs nothing.
	const minute = Math.floor(now / 60_000);
	if (known?.minute !== minute) {
		known = { timezone: Intl.DateTimeFormat().resolvedOptions().timeZone, minute };
	}
	return { timezone: known.timezone, utcOffsetMinutes: 0 - new Date(now).getTimezoneOffset() };
}

function nameOffset(utcOffsetMinutes: number): Zone {
	const hours = utcOffsetMinutes / 60;
	if (hours === 0 || !Number.isInteger(hours) || hours < -12 || hours > 14) {
		return { timezone: "UTC", utcOffsetMinutes: 0 };
	}
	// In these names, as in POSIX, the sign is the other way round: Etc/GMT-2 is two hours east of Greenwich.
	return { timezone: `Etc/GMT${hours > 0 ? "-" : "+"}${Math.abs(hours)}`, utcOffsetMinutes };
}

/**
 * Calls `onStep` a while after each full step of the clock, at most once a step; steps that were slept through are
 * left out. Returns what ends it.
 */
export function everyStep(stepMs: number, delayMs: number, onStep: (step: number) => void): () => void {
	let timer: NodeJS.Timeout;
	let last = Number.NEGATIVE_INFINITY;
	const arm = () => {
		const into = (Date.now() - delayMs) % stepMs;
		timer = setTimeout(run, stepMs - into);
	};
	const run = () => {
		const step = Math.floor((Date.now() - delayMs) / stepMs) * stepMs;
		// A timer may fire a millisecond early, and would then see the same step twice.
		if (step !== last) onStep(step);
		last = step;
		arm();
	};
	arm();
	return () => clearTimeout(timer);
}
