import type { Collector } from "../collector";
import { Missing } from "../missing";
import { type Outcome, reasons } from "../rate";
import { roundTo } from "../round";
import type { Temperature } from "../types";
import { Found } from "./found";
import { findSensors, type SensorDevice, type SensorFiles } from "./hwmon";
import { RestingDisks } from "./resting-disks";
import { type FileText, gone, SlowFiles } from "./slow-files";
import { isSuspended, suspended } from "./sysfs";

export const blankTemperature = { sensors: [], fans: [] };

/** Why there are no temperatures where nothing measures one. */
export const noSensor = "no sensor";

const lookEveryMs = 300_000;

const hottest = 150;
// What is no temperature but the lack of one: 0 where nothing is connected, the ends of an 8-bit register of a board's chip
// (127, ±128), absolute zero of ACPI's 0 K, and 65,535 K of an NVMe disk without that sensor.
const sentinels = [0, 127, 128, -128];

/** A temperature in °C, or why what the sensor says cannot be one. */
export function judgeCelsius(celsius: number): Outcome<number> {
	if (!Number.isFinite(celsius)) return reasons.untold;
	if (sentinels.includes(celsius) || celsius <= -273 || celsius > hottest)
		return `it says ${roundTo(celsius, 1)} °C, as a sensor does that is not connected`;
	return roundTo(celsius, 1);
}

// 16 bits that are all set are what controllers say of a fan that they cannot read.
const noFan = 65_535;

function judgeRotations(rotations: number): Outcome<number> {
	if (!Number.isFinite(rotations)) return reasons.untold;
	if (rotations < 0 || rotations >= noFan) return `it says ${rotations}, as a fan does that cannot be read`;
	return Math.round(rotations);
}

/** Makes the reading out of the sensors and the answers of their files; `unasked` says why a device was not asked. */
export function encodeTemperature(
	time: number,
	devices: SensorDevice[],
	answers: Map<string, FileText>,
	unasked = new Map<string, string>(),
): Temperature {
	const missing = new Missing();
	const read = (
		{ path }: SensorDevice,
		{ input, fault }: SensorFiles,
		judge: (value: number) => Outcome<number>,
	) => {
		const reason = unasked.get(path);
		if (reason !== undefined) return reason;
		if (fault !== null && toNumber(answers.get(fault)) === 1) return "broken, or not connected";
		const answer = answers.get(input);
		return answer && "reason" in answer ? answer.reason : judge(toNumber(answer));
	};
	const sensors = devices
		.flatMap((device) => device.temperatures.map((sensor) => ({ device, sensor })))
		.map(({ device, sensor }, index) => {
			const limit = sensor.limit === null ? reasons.untold : toNumber(answers.get(sensor.limit)) / 1_000;
			const critical = typeof limit === "number" ? judgeCelsius(limit) : limit;
			return {
				name: sensor.name,
				celsius: missing.value(
					`sensors.${index}.celsius`,
					read(device, sensor, (value) => judgeCelsius(value / 1_000)),
				),
				criticalCelsius: missing.value(
					`sensors.${index}.criticalCelsius`,
					typeof critical === "number" ? critical : "no limit is told",
				),
			};
		});
	const fans = devices
		.flatMap((device) => device.fans.map((fan) => ({ device, fan })))
		.map(({ device, fan }, index) => ({
			name: fan.name,
			// A fan at 0 stands still: many do while it is cool.
			rotationsPerMinute: missing.value(
				`fans.${index}.rotationsPerMinute`,
				read(device, fan, judgeRotations),
			),
		}));
	if (sensors.length + fans.length === 0) missing.add("", noSensor);
	return { time, sensors, fans, ...missing.entries() };
}

function toNumber(answer: FileText | undefined): number {
	return answer && "text" in answer && answer.text !== "" ? Number(answer.text) : Number.NaN;
}

/** Collects temperatures and fans from the kernel of the host whose `/sys` is at `sys`. */
export function createTemperatureCollector(sys: string, files = new SlowFiles()): Collector<"temperature"> {
	const found = new Found(lookEveryMs, () => findSensors(sys));
	const disks = new RestingDisks();
	// Limits do not change: they are read once for each time that the sensors were looked for.
	const limits = new Map<string, FileText>();
	return {
		metric: "temperature",
		blank: blankTemperature,
		async collect(at) {
			const devices = await found.get(at.monotonicMs, () => limits.clear());
			const unasked = new Map<string, string>();
			for (const { path, sleeper, turningDisk } of devices) {
				if (sleeper && (await isSuspended(sleeper))) unasked.set(path, suspended);
				else if (turningDisk && (await disks.isResting(turningDisk, at.monotonicMs)))
					unasked.set(path, disks.reason);
			}
			const asked = devices.filter(({ path }) => !unasked.has(path));
			const groups = asked.map(({ path, temperatures, fans }) => ({
				device: path,
				paths: [...temperatures, ...fans].flatMap(
					({ input, fault, limit }) =>
						[fault, input, limit].filter((file) => file !== null && !limits.has(file)) as string[],
				),
			}));
			const answers = await files.read(groups, at.monotonicMs);
			if ([...answers.values()].some((one) => "reason" in one && one.reason.startsWith(gone))) found.forget();
			for (const limit of asked.flatMap(({ temperatures }) => temperatures.map((sensor) => sensor.limit))) {
				const answer = limit === null ? undefined : answers.get(limit);
				if (limit !== null && answer && "text" in answer) limits.set(limit, answer);
			}
			return encodeTemperature(at.time, devices, new Map([...answers, ...limits]), unasked);
		},
		close: () => files.close(),
	};
}
