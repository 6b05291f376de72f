import type { Collector } from "../collector";
import { Missing } from "../missing";
import { type Outcome, reasons } from "../rate";
import { roundShare, roundTo } from "../round";
import type { Battery } from "../types";
import { Found } from "./found";
import { type FileText, gone, SlowFiles } from "./slow-files";
import { listNames, readWord } from "./sysfs";

export const blankBattery = { batteries: [] };

/** Why there is no charge where there is no battery. */
export const noBattery = "no battery";

const lookEveryMs = 60_000;

// Units are µW, µWh, µAh, µA and µV: Documentation/ABI/testing/sysfs-class-power.
const properties = [
	"present",
	"status",
	"capacity",
	"energy_now",
	"energy_full",
	"charge_now",
	"charge_full",
	"power_now",
	"current_now",
	"voltage_now",
] as const;

type Property = (typeof properties)[number];

/** A battery of the host, and which of its properties there are. */
export interface BatteryFiles {
	name: string;
	path: string;
	properties: Property[];
}

const statuses: Record<string, Battery["batteries"][number]["status"]> = {
	Charging: "charging",
	Discharging: "discharging",
	Full: "full",
	"Not charging": "idle",
};

/** Makes the reading out of what the files of each battery say; one that was taken out is left out. */
export function encodeBatteries(
	time: number,
	found: BatteryFiles[],
	answers: Map<string, FileText>,
): Battery {
	const missing = new Missing();
	const readText = ({ path }: BatteryFiles, property: Property) => answers.get(`${path}/${property}`);
	const there = found.filter((battery) => {
		const present = readText(battery, "present");
		return !(present && "text" in present && present.text === "0");
	});
	const batteries = there.map((battery, index) => {
		const number = (property: Property): Outcome<number> => {
			const answer = readText(battery, property) ?? { reason: reasons.untold };
			if ("reason" in answer) return answer.reason;
			return answer.text === "" || !Number.isFinite(Number(answer.text))
				? reasons.untold
				: Number(answer.text);
		};
		const path = `batteries.${index}`;
		const charge = missing.value(`${path}.charge`, readCharge(number));
		const watts = missing.value(`${path}.watts`, readWatts(number));
		const said = readText(battery, "status") ?? { reason: reasons.untold };
		const status = "text" in said ? (statuses[said.text] ?? null) : null;
		if (status === null) missing.add(`${path}.status`, "reason" in said ? said.reason : reasons.untold);
		return { name: battery.name, charge, status, watts };
	});
	if (batteries.length === 0) missing.add("", noBattery);
	return { time, batteries, ...missing.entries() };
}

function readCharge(number: (property: Property) => Outcome<number>): Outcome<number> {
	const capacity = number("capacity");
	// A new battery holds a little more than it was made for.
	if (typeof capacity === "number" && capacity >= 0 && capacity <= 110) return roundShare(capacity / 100);
	for (const kind of ["energy", "charge"] as const) {
		const now = number(`${kind}_now`);
		const full = number(`${kind}_full`);
		if (typeof now === "number" && typeof full === "number" && now >= 0 && full > 0)
			return roundShare(now / full);
	}
	return typeof capacity === "string" ? capacity : `it says ${capacity} %`;
}

function readWatts(number: (property: Property) => Outcome<number>): Outcome<number> {
	const power = number("power_now");
	// Some drivers count what goes out as negative; the status tells which way it goes.
	if (typeof power === "number") return roundTo(Math.abs(power) / 1e6, 1);
	const current = number("current_now");
	const voltage = number("voltage_now");
	if (typeof current === "number" && typeof voltage === "number")
		return roundTo(Math.abs(current * voltage) / 1e12, 1);
	return typeof current === "string" ? current : voltage;
}

/** Finds the batteries that the host itself runs on, and not those of a mouse. */
export async function findBatteries(sys: string): Promise<BatteryFiles[]> {
	const directory = `${sys}/class/power_supply`;
	const batteries: BatteryFiles[] = [];
	for (const name of await listNames(directory)) {
		const path = `${directory}/${name}`;
		if ((await readWord(`${path}/type`)) !== "Battery") continue;
		if ((await readWord(`${path}/scope`)) === "Device") continue;
		const files = new Set(await listNames(path));
		batteries.push({ name, path, properties: properties.filter((property) => files.has(property)) });
	}
	return batteries;
}

/** Collects the charge of the batteries of the host whose `/sys` is at `sys`. */
export function createBatteryCollector(sys: string, files = new SlowFiles()): Collector<"battery"> {
	const found = new Found(lookEveryMs, () => findBatteries(sys));
	return {
		metric: "battery",
		blank: blankBattery,
		async collect(at) {
			const batteries = await found.get(at.monotonicMs);
			const groups = batteries.map(({ path, properties }) => ({
				device: path,
				paths: properties.map((property) => `${path}/${property}`),
			}));
			const answers = await files.read(groups, at.monotonicMs);
			if ([...answers.values()].some((one) => "reason" in one && one.reason.startsWith(gone))) found.forget();
			return encodeBatteries(at.time, batteries, answers);
		},
		close: () => files.close(),
	};
}
