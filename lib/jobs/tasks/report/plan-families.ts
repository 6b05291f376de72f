import {
	type FamilyId,
	familyIds,
	type Label,
	type PlannedChart,
	type PlannedFamily,
	type PlannedRow,
} from "./families";

/** So large a device is that those of its kind are listed by it: see `planFamilies`. */
export type SizeOf = (metric: string) => number;

const mostCharts = 3;
const mostNamed = 8;
const mostLines = 4;
const mostOwn = 24;

/** Arranges what is kept: `names` are full names of series; of many devices those are told that are largest by `sizeOf`. */
export function planFamilies(names: readonly string[], sizeOf: SizeOf): PlannedFamily[] {
	const kept = new Set(names);
	const row = (metric: string, label: Label): PlannedRow[] => (kept.has(metric) ? [{ metric, label }] : []);
	const rows = (event: string, fields: string[]) =>
		fields.flatMap((field) => row(`${event}.${field}`, { field: `${event}.${field}` }));
	/** Of a device; its name may hold dots. */
	const rowsOf = (event: string, name: string, fields: string[]) =>
		fields.flatMap((field) => row(`${event}.${name}.${field}`, { name, field: `${event}.${field}` }));
	const chart = (label: Label, lines: PlannedRow[], reference?: PlannedRow[]): PlannedChart[] =>
		lines.length === 0 ? [] : [{ label, lines, ...(reference?.[0] && { reference: reference[0] }) }];
	const family = (id: FamilyId, charts: PlannedChart[], rows: PlannedRow[], leftOut = 0): PlannedFamily => ({
		id,
		charts,
		rows,
		leftOut,
	});
	/** The names of an event's devices that have the field, the largest first. */
	const devices = (event: string, field: string): string[] =>
		names
			.filter((metric) => metric.startsWith(`${event}.`) && metric.endsWith(`.${field}`))
			.sort((one, other) => sizeOf(other) - sizeOf(one) || (one < other ? -1 : 1))
			.map((metric) => metric.slice(event.length + 1, -field.length - 1));

	/** Devices each with a chart of two lines, as far as there is room. */
	const pairs = (id: "disk" | "network", fields: [string, string], told: string[]) => {
		const all = devices(id, fields[0]);
		const some = all.slice(0, mostNamed);
		return family(
			id,
			some.slice(0, mostCharts).flatMap((name) => chart({ name }, rowsOf(id, name, fields))),
			some.flatMap((name) => rowsOf(id, name, told)),
			all.length - some.length,
		);
	};
	/** Devices that share a chart. */
	const together = (id: FamilyId, event: string, drawn: string, told: string[]) => {
		const all = devices(event, drawn);
		const some = all.slice(0, mostNamed);
		const lines = some.slice(0, mostLines).flatMap((name) => rowsOf(event, name, [drawn]));
		return family(
			id,
			chart({ field: `${event}.${drawn}` }, lines),
			some.flatMap((name) => rowsOf(event, name, told)),
			all.length - some.length,
		);
	};

	const mounts = devices("filesystem", "usedBytes");
	const own = names.filter((metric) => !isMeasured(metric)).sort();
	const planned: PlannedFamily[] = [
		family(
			"cpu",
			chart({ field: "cpu.utilization" }, rows("cpu", ["utilization"])),
			rows("cpu", ["utilization", "user", "system", "iowait", "steal", "limit.throttledUtilization"]),
		),
		family(
			"memory",
			chart(
				{ field: "memory.usedBytes" },
				rows("memory", ["usedBytes"]),
				row("memory.totalBytes", { field: "memory.totalBytes" }),
			),
			rows("memory", ["usedBytes", "availableBytes", "cachedBytes", "swapUsedBytes", "totalBytes"]),
		),
		family(
			"load",
			chart({ field: "load.one" }, rows("load", ["one"]), row("load.cores", { field: "load.cores" })),
			rows("load", ["one", "five", "fifteen"]),
		),
		family(
			"pressure",
			chart(
				{ field: "pressure" },
				rows(
					"pressure",
					resources.map((name) => `${name}.some.avg10`),
				),
			),
			rows(
				"pressure",
				resources.map((name) => `${name}.some.avg10`),
			),
		),
		pairs(
			"disk",
			["readBytesPerSecond", "writtenBytesPerSecond"],
			["readBytesPerSecond", "writtenBytesPerSecond", "utilization", "awaitMs"],
		),
		pairs(
			"network",
			["receivedBytesPerSecond", "sentBytesPerSecond"],
			["receivedBytesPerSecond", "sentBytesPerSecond"],
		),
		family(
			"filesystem",
			mounts
				.slice(0, mostCharts)
				.flatMap((name) =>
					chart(
						{ name },
						rowsOf("filesystem", name, ["usedBytes"]),
						rowsOf("filesystem", name, ["totalBytes"]),
					),
				),
			mounts
				.slice(0, mostNamed)
				.flatMap((name) =>
					rowsOf("filesystem", name, ["usedBytes", "availableBytes", "totalBytes", "inodeUtilization"]),
				),
			Math.max(0, mounts.length - mostNamed),
		),
		family(
			"kernel",
			chart({ field: "kernel.contextSwitchesPerSecond" }, rows("kernel", ["contextSwitchesPerSecond"])),
			rows("kernel", [
				"contextSwitchesPerSecond",
				"forksPerSecond",
				"tcp.established",
				"tcp.retransmitUtilization",
				"openFiles",
			]),
		),
		together("temperature", "temperature", "celsius", ["celsius"]),
		together("gpu", "gpu", "utilization", ["utilization", "usedBytes", "celsius"]),
		together("battery", "battery", "charge", ["charge", "watts"]),
		together("container", "container", "utilization", ["utilization", "usedBytes"]),
		family("self", [], rows("self", ["cpuUtilization", "residentBytes", "eventLoopDelayMs"])),
		family(
			"own",
			own.slice(0, mostOwn).flatMap((metric) => chart({ name: metric }, row(metric, { name: metric }))),
			own.slice(0, mostOwn).flatMap((metric) => row(metric, { name: metric })),
			Math.max(0, own.length - mostOwn),
		),
	];
	return planned.filter(({ charts, rows }) => charts.length + rows.length > 0);
}

const resources = ["cpu", "memory", "io"];
const measured = new Set([
	...familyIds.filter((id) => id !== "own"),
	...["process", "diskHealth", "system", "clock", "host"],
]);

/** Whether a series is Hostbeat's: the others were pushed or imported. */
const isMeasured = (metric: string) => measured.has(metric.slice(0, metric.indexOf(".")));
