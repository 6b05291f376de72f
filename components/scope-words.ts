import { formatBytes, formatNumber, joined } from "@/lib/format";
import { messages } from "@/lib/messages";
import type { Environment, Memory, Scope, StateEvents, StateName, Value } from "@/lib/metrics/types";

/** Where the newest readings are had from. */
interface Readings {
	get<N extends StateName>(name: N): StateEvents[N] | undefined;
}

const words = messages.scope;

/** Cores as people count them: whole, or as many decimals as the limit has, three at most. */
export function coresText(cores: number): string {
	return formatNumber(cores, Math.min(3, `${cores}`.split(".")[1]?.length ?? 0));
}

/** An amount of memory that seldom changes: round as it was given. */
export function memoryText(bytes: number): string {
	return joined(formatBytes(bytes)).replace(/\.0 /, " ");
}

/** Whose the newest reading of an event is; nothing for events that are not read of a host, and before the first. */
export function readScope(readings: Readings, event: StateName): Scope | "" {
	if (event === "clock" || event === "host" || event === "self") return "";
	if (event === "history" || event === "fact" || event === "streams" || event === "jobs") return "";
	const reading = readings.get(event);
	return reading ? (reading.scope ?? "host") : "";
}

/** What the numbers of an event are taken of, in a sentence. */
export function explainScope(readings: Readings, event: StateName): string {
	const scope = readScope(readings, event);
	if (scope === "") return "";
	if (event === "cpu") return explainCpu(readings, scope);
	if (event === "memory") return explainMemory(readings.get("memory"), scope);
	if (scope === "host") {
		const kind = readings.get("system")?.environment?.kind;
		return kind === "container" ? words.aroundContainer : words.wholeHost;
	}
	if (event === "network") return words.ownNetwork;
	if (event === "filesystem") return words.ownMounts;
	return words.only(words.this[scope]);
}

function explainCpu(readings: Readings, scope: Scope): string {
	const cpu = readings.get("cpu");
	if (scope === "host") {
		const cores = cpu?.cores.length ?? 0;
		return cores > 0 ? words.allCores(messages.load.cores(cores)) : words.wholeHost;
	}
	const cores = cpu?.limit?.cores ?? null;
	if (cores === null) return words.only(words.this[scope]);
	const host = cpu?.limit?.hostCores ?? null;
	return words.limitedCores(
		coreCount(cores),
		words.this[scope],
		host === null ? words.hostHidden : words.hostHas(coresText(host)),
	);
}

function explainMemory(memory: Memory | undefined, scope: Scope): string {
	const total = memory?.totalBytes ?? null;
	if (total === null) return scope === "host" ? words.wholeHost : words.only(words.this[scope]);
	if (scope === "host") return words.allMemory(memoryText(total));
	const host = memory?.limit?.hostBytes ?? null;
	return words.limitedMemory(
		memoryText(total),
		words.this[scope],
		host === null ? words.hostHidden : words.hostHas(memoryText(host)),
	);
}

/** What the host is seen from within, in a line: "Container (Docker): 2 of 16 cores, 512 MiB of 64 GiB"; nothing on a host itself. */
export function describeEnvironment(environment: Environment | null | undefined): string {
	if (!environment || environment.kind === "host") return "";
	const { kind, runtime, cores, hostCores, memoryBytes, hostMemoryBytes } = environment;
	const name = runtime === null ? "" : words.runtimes[runtime];
	const parts = [
		cores !== null && part(cores, hostCores, coresText, coreCount(hostCores ?? cores)),
		memoryBytes !== null &&
			part(memoryBytes, hostMemoryBytes, memoryText, memoryText(hostMemoryBytes ?? memoryBytes)),
	].filter((text) => text !== false);
	const around = name ? words.kindOf(words.kinds[kind], name) : words.kinds[kind];
	return parts.length === 0 ? around : words.holds(around, parts.join(", "));
}

function part(value: number, host: Value, text: (value: number) => string, whole: string): string {
	if (host === null) return whole;
	return value < host ? words.partOf(text(value), whole) : words.all(whole);
}

function coreCount(cores: number): string {
	return cores === 1 ? messages.load.cores(1) : words.cores(coresText(cores));
}
