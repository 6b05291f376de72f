import type { Collector } from "../collector";
import { Missing } from "../missing";
import { reasons } from "../rate";
import { roundShare } from "../round";
import type { Battery } from "../types";
import { blankBattery, noBattery } from "./battery";
import type { SlowSource } from "./slow-source";
import { blankTemperature, judgeCelsius, noSensor } from "./temperature";

// Where nothing was found, programs are started again only this seldom.
const lookEveryMs = 600_000;

/** Asks again only each ten minutes where the answer was that there is nothing; until then the answer is the same. */
export function seldomWhereAbsent<R extends { time: number; missing?: Record<string, string> }>(
	ask: (time: number) => Promise<R>,
): (at: { time: number; monotonicMs: number }) => Promise<R> {
	let absent: { reading: R; atMs: number } | null = null;
	return async ({ time, monotonicMs }) => {
		if (absent && monotonicMs - absent.atMs < lookEveryMs) return { ...absent.reading, time };
		const reading = await ask(time);
		absent = reading.missing?.[""] === undefined ? null : { reading, atMs: monotonicMs };
		return reading;
	};
}

const noSensorOn: Partial<Record<NodeJS.Platform, string>> = {
	darwin: "macOS tells no temperatures to this program",
	win32: "Windows tells temperatures only to administrators, and only where the firmware does",
	freebsd: "no sensor: the kernel's module coretemp or amdtemp may not be loaded",
};

/** Collects the temperatures of the processor through systeminformation, which knows of no fans and no limits. */
export function createPortableTemperatureCollector(
	source: SlowSource,
	platform: NodeJS.Platform,
): Collector<"temperature"> {
	const collect = seldomWhereAbsent(async (time) => {
		const { main, cores, socket, chipset } = await source.ask("cpuTemperature", (library) =>
			library.cpuTemperature(),
		);
		// Windows tells of zones and not of cores, and there and on FreeBSD the main one is their mean.
		const part = platform === "win32" ? "Zone" : "Core";
		const named: [string, unknown][] = [
			...(cores?.length && platform !== "darwin" ? [] : [["Processor", main] as [string, unknown]]),
			...(cores ?? []).map((celsius, index): [string, unknown] => [`${part} ${index}`, celsius]),
			...(socket ?? []).map((celsius, index): [string, unknown] => [`Socket ${index}`, celsius]),
			["Chipset", chipset],
		];
		// It says null, -1, 0 or nothing of what it found no sensor for.
		const there = named.filter(
			([, celsius]) => typeof celsius === "number" && celsius !== -1 && celsius !== 0,
		);
		const missing = new Missing();
		const sensors = there.map(([name, celsius], index) => ({
			name,
			celsius: missing.value(`sensors.${index}.celsius`, judgeCelsius(celsius as number)),
			criticalCelsius: missing.value(`sensors.${index}.criticalCelsius`, reasons.untold),
		}));
		if (sensors.every(({ celsius }) => celsius === null)) {
			return { time, ...blankTemperature, missing: { "": noSensorOn[platform] ?? noSensor } };
		}
		return { time, sensors, fans: [], ...missing.entries() };
	});
	return { metric: "temperature", blank: blankTemperature, collect };
}

// It takes what Windows calls low for charging, and cannot be told from the truth then.
const lowPercent = 20;

/** Collects the charge of the batteries through systeminformation, which knows of no watts. */
export function createPortableBatteryCollector(
	source: SlowSource,
	platform: NodeJS.Platform,
): Collector<"battery"> {
	const collect = seldomWhereAbsent(async (time) => {
		const answer = await source.ask("battery", (library) => library.battery());
		const all = answer.hasBattery ? [answer, ...(answer.additionalBatteries ?? [])] : [];
		const missing = new Missing();
		if (all.length === 0) missing.add("", noBattery);
		const seen = new Set<string>();
		const batteries = all.map(({ model, percent, isCharging, acConnected }, index) => {
			const path = `batteries.${index}`;
			// What could not be read is 0 there; a host whose battery is empty tells nothing any more.
			const charge = percent > 0 && percent <= 110 ? roundShare(percent / 100) : reasons.untold;
			const status = readStatus(platform, { percent, isCharging, acConnected });
			if (status === null) missing.add(`${path}.status`, reasons.untold);
			const name = model?.trim() && !seen.has(model.trim()) ? model.trim() : `Battery ${index + 1}`;
			seen.add(name);
			return {
				name,
				charge: missing.value(`${path}.charge`, charge),
				status,
				watts: missing.value(`${path}.watts`, reasons.untold),
			};
		});
		return { time, batteries, ...missing.entries() };
	});
	return { metric: "battery", blank: blankBattery, collect };
}

function readStatus(
	platform: NodeJS.Platform,
	{ percent, isCharging, acConnected }: { percent: number; isCharging: boolean; acConnected: boolean },
): Battery["batteries"][number]["status"] {
	// On the BSDs it takes a plug that is in for one that is out.
	if (platform !== "darwin" && platform !== "win32") return null;
	if (isCharging) return platform === "win32" && percent < lowPercent ? null : "charging";
	if (!acConnected) return "discharging";
	return percent >= 100 ? "full" : "idle";
}
