import { reasons } from "../rate";
import { parseCgroupPath } from "./process-cgroup";
import { ended, readProcessText } from "./process-file";
import { parseEffectiveUser, type UserNames } from "./process-users";
import type { SeenProcess } from "./process-walk";

/** What seldom changes of a process: text, or in `reason` why there is none. */
export interface Fact {
	text: string | null;
	reason: string;
}

export interface Facts {
	user: Fact;
	container: Fact;
}

interface Kept extends Facts {
	rawName: string;
	atMs: number;
}

// A process may change its user and its group for the rest of its life: mostly at its beginning, before it becomes
// another program, which shows in its name.
const keepMs = 60_000;

/** Names the container or service of a process by the path of its control group, `null` where it is in none. */
export type NameContainer = (path: string) => string | null;

/** Whom processes belong to; read when first asked for, and remembered for as long as the process lives. */
export class ProcessFacts {
	#procRoot: string;
	#users: UserNames;
	#nameContainer: NameContainer;
	#kept = new WeakMap<object, Kept>();
	#monotonicMs: () => number;

	constructor(options: {
		procRoot: string;
		users: UserNames;
		nameContainer: NameContainer;
		monotonicMs: () => number;
	}) {
		this.#procRoot = options.procRoot;
		this.#users = options.users;
		this.#nameContainer = options.nameContainer;
		this.#monotonicMs = options.monotonicMs;
	}

	of(seen: SeenProcess): Facts {
		const kept = this.#kept.get(seen.key);
		const atMs = this.#monotonicMs();
		if (kept && kept.rawName === seen.rawName && atMs - kept.atMs < keepMs) return kept;
		const facts = { user: this.#user(seen.pid), container: this.#container(seen.pid) };
		this.#kept.set(seen.key, { ...facts, rawName: seen.rawName, atMs });
		return facts;
	}

	#user(pid: number): Fact {
		return this.#read(pid, "status", (text) => {
			const uid = parseEffectiveUser(text);
			return { text: uid === null ? null : this.#users.find(uid), reason: reasons.untold };
		});
	}

	#container(pid: number): Fact {
		return this.#read(pid, "cgroup", (text) => {
			const path = parseCgroupPath(text);
			const name = path === null ? null : this.#nameContainer(path);
			return { text: name, reason: "in no container or service" };
		});
	}

	#read(pid: number, name: string, parse: (text: string) => Fact): Fact {
		let reason: string = ended;
		const text = readProcessText(`${this.#procRoot}/${pid}/${name}`, (failure) => {
			reason = failure;
		});
		return text === null ? { text, reason } : parse(text);
	}
}
