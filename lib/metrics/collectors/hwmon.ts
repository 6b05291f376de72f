import { existsSync } from "node:fs";
import { byNumber, linkName, listNames, readWord } from "./sysfs";

/** Where one sensor is read. */
export interface SensorFiles {
	/** For people; no other sensor of the host has it, and it outlives a restart. */
	name: string;
	input: string;
	/** Says 1 where the sensor is known to be broken or not connected. */
	fault: string | null;
	/** The temperature that the device must not reach. */
	limit: string | null;
}

/** A device with sensors, in the order in which people look for them. */
export interface SensorDevice {
	path: string;
	/** Its directory among the devices, where asking it may wake it up. */
	sleeper: string | null;
	/** Its directory among the disks, where it is one that turns: asking it may keep it from its rest. */
	turningDisk: string | null;
	temperatures: SensorFiles[];
	fans: SensorFiles[];
}

interface Chip {
	path: string;
	type: string;
	/** The name of the device that it measures. */
	device: string | null;
	disk: string | null;
	files: Set<string>;
	labels: Map<string, string>;
}

const processors = /^(coretemp|k\d+temp|zenpower|via_cputemp|.*cpu.*|soc[-_]thermal|x86_pkg_temp)$/;
const disks = /^(nvme|drivetemp)$/;
const graphics = /^(amdgpu|radeon|nouveau|i915|xe)$/;

// Above so many cores only the package is told: it is as hot as its hottest part (Intel SDM 3B, 16.8), and each core is
// interrupted when it is asked.
const mostCores = 16;

// Zones of the same sensors as the chip of the processor, or (int3400_thermal.c) of no sensor at all.
const processorZones = /^(x86_pkg_temp|TCPU|B0D4)$/;
const noZone = "INT3400 Thermal";

/** Finds all sensors of the host whose `/sys` is at `sys`. */
export async function findSensors(sys: string): Promise<SensorDevice[]> {
	const chips = await findChips(`${sys}/class/hwmon`);
	const devices: SensorDevice[] = [];
	for (const chip of chips) {
		const temperatures = nameSensors(chip, titleOf(chip, chips), "temp");
		const fans = nameSensors(chip, titleOf(chip, chips), "fan");
		if (temperatures.length + fans.length === 0) continue;
		const turns = chip.disk !== null && (await readWord(`${chip.disk}/queue/rotational`)) === "1";
		devices.push({
			path: chip.path,
			sleeper: graphics.test(chip.type) || chip.disk ? `${chip.path}/device` : null,
			turningDisk: turns ? chip.disk : null,
			temperatures,
			fans,
		});
	}
	devices.push(...(await findZones(`${sys}/class/thermal`, chips)));
	return distinguish(devices);
}

async function findChips(directory: string): Promise<Chip[]> {
	const chips: Chip[] = [];
	for (const entry of await listNames(directory)) {
		// Old drivers have their files beside the device and not at the chip.
		for (const path of [`${directory}/${entry}`, `${directory}/${entry}/device`]) {
			const type = await readWord(`${path}/name`);
			if (type === null) continue;
			const files = await listNames(path);
			const labels = new Map<string, string>();
			for (const file of files) {
				const label = /^(temp|fan)\d+_label$/.test(file) ? await readWord(`${path}/${file}`) : null;
				if (label !== null) labels.set(file.replace(/_label$/, ""), label);
			}
			const [block] = type === "drivetemp" ? await listNames(`${path}/device/block`) : [];
			const disk = block === undefined ? null : `${path}/device/block/${block}`;
			chips.push({
				path,
				type,
				device: await linkName(`${directory}/${entry}/device`),
				disk,
				files: new Set(files),
				labels,
			});
			break;
		}
	}
	return chips.sort((one, other) => rank(one) - rank(other) || byNumber(one.type, other.type));
}

function rank({ type }: Chip): number {
	const place = [processors, graphics, disks].findIndex((types) => types.test(type));
	return place === -1 ? 3 : place;
}

/** What people know the chip by: a disk by its own name, and of several alike each by its device. */
function titleOf({ type, device, disk }: Chip, chips: Chip[]): string {
	if (disk !== null) return disk.slice(disk.lastIndexOf("/") + 1);
	if (type === "nvme" && device !== null) return device;
	const isOnly = chips.filter((chip) => chip.type === type).length === 1;
	return isOnly || device === null ? type : `${type} ${device}`;
}

function nameSensors(
	{ path, type, files, labels }: Chip,
	title: string,
	kind: "temp" | "fan",
): SensorFiles[] {
	const all = [...files].flatMap((file) => new RegExp(`^(${kind}\\d+)_input$`).exec(file)?.[1] ?? []);
	const isCore = (sensor: string) => /^Core \d+$/.test(labels.get(sensor) ?? "");
	const hasPackage = all.some((sensor) => labels.get(sensor)?.startsWith("Package id"));
	const isFolded = hasPackage && all.filter(isCore).length > mostCores;
	const told = all.filter((sensor) => !(isFolded && isCore(sensor)));
	const places = told.map((sensor) => labels.get(sensor) ?? (all.length > 1 || kind === "fan" ? sensor : ""));
	return told.map((sensor, index) => {
		const place = places[index] as string;
		const isAlike = places.indexOf(place) !== places.lastIndexOf(place);
		const full = isAlike ? `${place} ${sensor}` : place;
		const other = (suffix: string) =>
			files.has(`${sensor}_${suffix}`) ? `${path}/${sensor}_${suffix}` : null;
		return {
			name: full ? `${full} (${title})` : title,
			input: `${path}/${sensor}_input`,
			fault: other("fault"),
			// The maxima of boards' chips are what was last set, or nothing (lm-sensors FAQ); disks mean them.
			limit: kind === "temp" ? (other("crit") ?? (disks.test(type) ? other("max") : null)) : null,
		};
	});
}

async function findZones(directory: string, chips: Chip[]): Promise<SensorDevice[]> {
	const zones: SensorDevice[] = [];
	for (const entry of await listNames(directory)) {
		const path = `${directory}/${entry}`;
		const type = entry.startsWith("thermal_zone") ? await readWord(`${path}/type`) : null;
		if (type === null || type === noZone || !existsSync(`${path}/temp`)) continue;
		// The kernel makes a chip of most zones, and names it after the zone's type (thermal_hwmon.c).
		const hasChip = chips.some((chip) => chip.type === type.replaceAll("-", "_"));
		const isProcessor = processorZones.test(type) && chips.some((chip) => processors.test(chip.type));
		if (hasChip || isProcessor) continue;
		const sensor = { name: type, input: `${path}/temp`, fault: null, limit: null };
		zones.push({ path, sleeper: null, turningDisk: null, temperatures: [sensor], fans: [] });
	}
	return zones;
}

// Two that still have one name can only be told apart by their order.
function distinguish(devices: SensorDevice[]): SensorDevice[] {
	const seen = new Map<string, number>();
	for (const sensor of devices.flatMap(({ temperatures, fans }) => [...temperatures, ...fans])) {
		const count = (seen.get(sensor.name) ?? 0) + 1;
		seen.set(sensor.name, count);
		if (count > 1) sensor.name = `${sensor.name} ${count}`;
	}
	return devices;
}
