import type { Peek } from "./peek";

/** The kernel's first network namespace; its number is fixed since Linux 6.18 (NET_NS_INIT_INO in nsfs.h). */
const firstNetwork = 0xeffffff9;

/** Whether the processes that are seen from here are all of the host's: the kernel's own tasks are among them. */
export function seesHostProcesses(peek: Peek): boolean {
	return peek.text("/proc/2/comm") === "kthreadd\n";
}

/**
 * Whether the control groups that are seen from here are all of the host's: these files are missing only in the first
 * group of version 2 and are there only in the first of version 1, whatever a container takes for its first one.
 */
export function seesHostGroups(peek: Peek): boolean {
	const root = "/sys/fs/cgroup";
	const isFirst = peek.exists(`${root}/cgroup.controllers`) && !peek.exists(`${root}/cgroup.events`);
	return isFirst || peek.exists(`${root}/memory/release_agent`);
}

/**
 * Whether the network that is seen from here is the host's own: by its number, by that of the host's first process where
 * this is in sight, or else because hardware is in it, which containers with a network of their own seldom get.
 */
export function hasHostNetwork(peek: Peek): boolean {
	const own = peek.link("/proc/self/ns/net");
	if (own === `net:[${firstNetwork}]`) return true;
	const first = seesHostProcesses(peek) ? peek.link("/proc/1/ns/net") : null;
	if (own !== null && first !== null) return own === first;
	const devices = "/sys/class/net";
	return peek.list(devices).some((name) => peek.exists(`${devices}/${name}/device`));
}
