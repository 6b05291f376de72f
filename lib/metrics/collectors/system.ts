import type { Collector, Instant } from "../collector";
import { Missing } from "../missing";
import type { Environment, System } from "../types";
import { unmountedRoot } from "./host-paths";
import type { SlowSource } from "./slow-source";
import { type PresentFacts, type SlowFact, slowFacts } from "./system-facts";
import { within } from "./time-limit";

export const blankSystem = {
	environment: null,
	name: null,
	os: null,
	kernel: null,
	architecture: null,
	cpuModel: null,
	cores: null,
	bootTime: null,
	virtualization: null,
};

// Ends before a collector's own limit does, so that the other facts are told when one hangs.
const patienceMs = 4_000;

// The boot time is a difference of two clocks and trembles by a second; only a step of the clock moves it further.
const bootTrembleMs = 5_000;

const absent: Record<SlowFact, string> = {
	os: "not told by this system",
	cpuModel: "not told by this system",
	virtualization: "none found",
};

type Facts = Omit<System, "time">;

/** Collects the facts of the host; a reading comes only when one of them changed. */
export function createSystemCollector(
	source: SlowSource,
	readFacts: () => PresentFacts,
	readEnvironment: (at: Instant, missing: Missing) => Environment,
): Collector<"system"> {
	// An answer once given is kept; "" is one too. A failure is forgotten, and the question asked again.
	const answers = new Map<SlowFact, string>();
	let failures = new Map<SlowFact, string>();
	let said: Facts | null = null;

	const ask = async (fact: SlowFact) => {
		if (answers.has(fact)) return;
		failures.set(fact, "not answering");
		try {
			answers.set(fact, await slowFacts[fact](source));
		} catch (error) {
			failures.set(fact, error instanceof Error ? error.message : String(error));
		}
	};

	const encode = (at: Instant, present: PresentFacts): Facts => {
		const missing = new Missing();
		const text = (path: keyof Facts, value: string | null | undefined, reason: string) => {
			if (!value) missing.add(path, reason);
			return value || null;
		};
		const slow = (fact: SlowFact) =>
			text(fact, answers.get(fact), answers.has(fact) ? absent[fact] : (failures.get(fact) ?? absent[fact]));
		return {
			environment: readEnvironment(at, missing),
			name: text("name", present.name, unmountedRoot),
			os: present.os === undefined ? slow("os") : text("os", present.os, unmountedRoot),
			kernel: present.kernel,
			architecture: present.architecture,
			cpuModel: slow("cpuModel"),
			cores: present.cores,
			bootTime: present.bootTime,
			virtualization: slow("virtualization"),
			...missing.entries(),
		};
	};

	return {
		metric: "system",
		blank: blankSystem,
		async collect(at) {
			failures = new Map();
			await within(patienceMs, Promise.all((Object.keys(slowFacts) as SlowFact[]).map(ask)));
			const facts = encode(at, readFacts());
			if (said?.bootTime && facts.bootTime && Math.abs(said.bootTime - facts.bootTime) < bootTrembleMs) {
				facts.bootTime = said.bootTime;
			}
			if (said && JSON.stringify(said) === JSON.stringify(facts)) return null;
			said = facts;
			return { time: at.time, ...facts };
		},
	};
}
