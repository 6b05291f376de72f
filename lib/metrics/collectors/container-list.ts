import type { Container, ContainerList } from "../types";

/** A container, and why of what is `null` in it. */
export interface Told {
	container: Container;
	reasons: Partial<Record<keyof Container, string>>;
}

// A reading goes to each viewer: a row takes some 250 bytes. Of services, which every system has, only those are of
// interest that use something.
const mostContainers = 100;
const mostServices = 12;

/** Makes the reading: of containers and services those that use most, in the order in which they were found. */
export function listContainers(time: number, told: readonly Told[], total: number): ContainerList {
	const isService = ({ container }: Told) => container.kind === "service";
	const containers = busiest(
		told.filter((one) => !isService(one)),
		mostContainers,
	);
	const services = busiest(told.filter(isService), mostServices);
	const listed = told.filter((one) => containers.has(one) || services.has(one));
	const missing = gatherReasons(listed);
	if (listed.length === 0)
		missing[""] = "none are counted here: no control group is a container or a service";
	return {
		time,
		total,
		containers: withOwnNames(listed.map(({ container }) => container)),
		...(Object.keys(missing).length > 0 && { missing }),
	};
}

function busiest(told: readonly Told[], most: number): Set<Told> {
	// By whole percent: those that do next to nothing would else take turns in being listed at each reading.
	const use = ({ container: { utilization, usedBytes } }: Told) =>
		[Math.round((utilization ?? -1) * 100), usedBytes ?? -1] as const;
	const sorted = [...told].sort((one, other) => {
		const [[cpu, bytes], [otherCpu, otherBytes]] = [use(one), use(other)];
		return otherCpu - cpu || otherBytes - bytes;
	});
	return new Set(sorted.slice(0, most));
}

/** The reasons by path. The commonest one of a field stands for all (`containers.*.image`): most share theirs. */
function gatherReasons(told: readonly Told[]): Record<string, string> {
	const missing: Record<string, string> = {};
	const fields = new Set(told.flatMap(({ reasons }) => Object.keys(reasons)));
	for (const field of fields as Set<keyof Container>) {
		const counts = new Map<string, number>();
		for (const { reasons } of told) {
			const reason = reasons[field];
			if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
		}
		const [commonest] = [...counts].sort(([, one], [, other]) => other - one)[0] as [string, number];
		missing[`containers.*.${field}`] = commonest;
		for (const [index, { reasons }] of told.entries()) {
			const reason = reasons[field];
			if (reason !== undefined && reason !== commonest) missing[`containers.${index}.${field}`] = reason;
		}
	}
	return missing;
}

/** Tells apart those of one name: what follows a container from reading to reading goes by it. */
function withOwnNames(containers: Container[]): Container[] {
	const taken = new Set<string>();
	return containers.map((container) => {
		const { name, cgroup } = container;
		const own = taken.has(name) ? `${name} (${cgroup})` : name;
		taken.add(own);
		return own === name ? container : { ...container, name: own };
	});
}
