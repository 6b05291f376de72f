/** What belongs together, and stands together on a page. */
export const familyIds = [
	"cpu",
	"memory",
	"load",
	"pressure",
	"disk",
	"network",
	"filesystem",
	"kernel",
	"temperature",
	"gpu",
	"battery",
	"container",
	"self",
	"own",
] as const;
export type FamilyId = (typeof familyIds)[number];

/** What a series is called: a device or a stream of somebody's by its name, a field by its key among the words. */
export interface Label {
	name?: string;
	field?: string;
}

export interface PlannedRow {
	metric: string;
	label: Label;
}

export interface PlannedChart {
	label: Label;
	lines: PlannedRow[];
	/** A series that is a limit of the others, drawn as its newest value. */
	reference?: PlannedRow;
}

/** Which series of a family are drawn, and which are told in numbers. */
export interface PlannedFamily {
	id: FamilyId;
	charts: PlannedChart[];
	rows: PlannedRow[];
	/** Series of devices for which there is no room. */
	leftOut: number;
}

/** All series that a family tells of. */
export function metricsOf({ charts, rows }: PlannedFamily): string[] {
	const drawn = charts.flatMap(({ lines, reference }) => [...lines, ...(reference ? [reference] : [])]);
	return [...new Set([...drawn, ...rows].map(({ metric }) => metric))];
}
