import type { Outcome } from "../rate";
import type { SortOrder } from "../types";

type Key = number | string | null;

/** What puts processes in order when nothing else does. */
interface Ranked {
	pid: number;
	utilization: Outcome<number>;
	residentPages: number;
}

/**
 * The processes in the order of a key; those whose key is not known come last in either order. Equal ones stand with
 * the busier, then the larger first, so that none change places without a reason.
 */
export function sortProcesses<T>(
	items: readonly T[],
	order: SortOrder,
	keyOf: (item: T) => Key,
	rankOf: (item: T) => Ranked,
): T[] {
	const sign = order === "asc" ? 1 : -1;
	const keyed = items.map((item) => ({ item, key: keyOf(item), rank: rankOf(item) }));
	keyed.sort((one, other) => compareKeys(one.key, other.key, sign) || compareRanks(one.rank, other.rank));
	return keyed.map(({ item }) => item);
}

function compareKeys(one: Key, other: Key, sign: number): number {
	if (one === null || other === null) return Number(one === null) - Number(other === null);
	if (typeof one === "number") return sign * (one - (other as number));
	return sign * compareNames(one, other as string);
}

// By their letters and not as in a dictionary, which takes fifty times as long.
function compareNames(one: string, other: string): number {
	const [first, second] = [one.toLowerCase(), other.toLowerCase()];
	if (first === second) return 0;
	return first < second ? -1 : 1;
}

function compareRanks(one: Ranked, other: Ranked): number {
	return (
		compareKeys(utilizationOf(one), utilizationOf(other), -1) ||
		other.residentPages - one.residentPages ||
		one.pid - other.pid
	);
}

/** The share of a process as a number, `null` when it is not known. */
export function utilizationOf({ utilization }: Pick<Ranked, "utilization">): number | null {
	return typeof utilization === "number" ? utilization : null;
}

// Fourteen rows of up to 280 bytes: the event stays below 4 KB.
const most = { busy: 6, large: 5, moving: 3 };

/** The six that use most of the processor, the five that use most of memory, and up to three that move most bytes, the busiest first. */
export function chooseTop<T extends Ranked>(
	processes: readonly T[],
	movedBytesOf: (item: T) => number = () => 0,
): T[] {
	const self = (item: T) => item;
	const busiest = sortProcesses(processes, "desc", utilizationOf, self).slice(0, most.busy);
	const largest = sortProcesses(processes, "desc", ({ residentPages }) => residentPages, self);
	const moving = processes.filter((item) => movedBytesOf(item) > 0);
	const top = [
		...busiest,
		...largest.slice(0, most.large),
		...sortProcesses(moving, "desc", movedBytesOf, self).slice(0, most.moving),
	];
	return sortProcesses([...new Set(top)], "desc", utilizationOf, self);
}
