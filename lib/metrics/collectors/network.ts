import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Collector } from "../collector";
import { ListRates } from "../list-rates";
import type { Missing } from "../missing";
import { roundTo } from "../round";
import type { NetworkInterface } from "../types";
import { chooseByName } from "./choose-by-name";
import { eachLine, readColumns } from "./columns";
import type { HostPaths } from "./host-paths";
import { KernelFile } from "./kernel-file";

export const blankNetwork = { interfaces: [] };

type InterfaceRates = Omit<NetworkInterface, "name">;

const blankInterface: InterfaceRates = {
	receivedBytesPerSecond: null,
	sentBytesPerSecond: null,
	receivedErrorsPerSecond: null,
	sentErrorsPerSecond: null,
	receivedDropsPerSecond: null,
	sentDropsPerSecond: null,
};

/** What is counted of an interface, in this order. */
export type InterfaceCounters = [
	receivedBytes: number,
	sentBytes: number,
	receivedErrors: number,
	sentErrors: number,
	receivedDrops: number,
	sentDrops: number,
];

/** Reads the counters of each network interface; a damaged line gives an empty list. */
export function parseNetDev(text: string): Map<string, InterfaceCounters | []> {
	const interfaces = new Map<string, InterfaceCounters | []>();
	eachLine(text, (start, end) => {
		// A name may hold a colon itself, and a large counter may follow its colon without a space.
		const colon = text.lastIndexOf(":", end);
		if (colon <= start) return;
		const [receivedBytes, , receivedErrors, receivedDrops, , , , , sentBytes, , sentErrors, sentDrops] =
			readColumns(text, colon + 1, end, 12);
		const counters = [receivedBytes, sentBytes, receivedErrors, sentErrors, receivedDrops, sentDrops];
		const isWhole = counters.every(Number.isFinite);
		interfaces.set(text.slice(start, colon).trim(), isWhole ? (counters as InterfaceCounters) : []);
	});
	return interfaces;
}

/**
 * The interfaces whose traffic no other listed one carries too. Hardware always is listed. Of the others are left out
 * the loopback, ends of containers and virtual machines (veth, ports of a bridge), their bridges by name (docker0,
 * br-…, virbr), copies (ifb, dummy), and all that is stacked on others (bridges, bonds, VLANs): a bridge's own counters
 * lack what it passes from port to port, so the port is the truer one. `readEntries` lists what the kernel says of one.
 */
export function selectInterfaces(names: string[], readEntries: (name: string) => string[]): Set<string> {
	const virtual = /^(lo|veth.*|docker\d+|br-[0-9a-f]{12}|virbr\d+(-nic)?|cni\d+|cali.*|ifb\d+|dummy\d+)$/;
	return new Set(
		names.filter((name) => {
			if (virtual.test(name)) return false;
			const entries = readEntries(name);
			if (entries.includes("device")) return true;
			return !entries.some((entry) => entry === "brport" || entry.startsWith("lower_"));
		}),
	);
}

/** Turns the interfaces' counters into rates. */
export function createNetworkRates(paceMs: number) {
	const none = "only loopback and virtual interfaces are seen here";
	return new ListRates(paceMs, { list: "interfaces", none, blank: blankInterface, rate: rateInterface });
}

function rateInterface(grown: number[], seconds: number, path: string, missing: Missing): InterfaceRates {
	const [receivedBytes, sentBytes, receivedErrors, sentErrors, receivedDrops, sentDrops] =
		grown as InterfaceCounters;
	return missing.known(path, {
		receivedBytesPerSecond: Math.round(receivedBytes / seconds),
		sentBytesPerSecond: Math.round(sentBytes / seconds),
		receivedErrorsPerSecond: roundTo(receivedErrors / seconds, 2),
		sentErrorsPerSecond: roundTo(sentErrors / seconds, 2),
		receivedDropsPerSecond: roundTo(receivedDrops / seconds, 2),
		sentDropsPerSecond: roundTo(sentDrops / seconds, 2),
	});
}

/** Collects the traffic of the network interfaces from the kernel. */
export function createNetworkCollector(paths: HostPaths, intervalMs: number): Collector<"network"> {
	const file = new KernelFile(paths.network);
	const rates = createNetworkRates(intervalMs);
	const select = chooseByName((names) =>
		selectInterfaces(names, (name) => readEntries(join(paths.networkDevices, name))),
	);
	return {
		metric: "network",
		blank: blankNetwork,
		collect: (at) => rates.read(at, select(parseNetDev(file.read()))),
		close: () => file.close(),
	};
}

function readEntries(directory: string): string[] {
	try {
		return readdirSync(directory);
	} catch {
		// A container may not see /sys, or not this interface in it: then only the name can tell.
		return [];
	}
}
