import {
	canLook,
	isSame,
	listProcesses,
	type Process,
	readProcess,
	signal,
	wasStartedWith,
	writesTo,
} from "./processes";

interface FamilyOptions {
	/** The first of each tree; all were started in sessions of their own. */
	leaders: Process[];
	/** Of their environment, each `NAME=value`: who has all of it belongs to them wherever it went. */
	marks: string[];
	/** What they write to: who still does belongs to them even without any other sign. */
	pipes?: string[];
}

/**
 * The processes of a job. Whoever leaves his parent by a double fork is still in its session; who makes a session of his
 * own too has still its environment, or writes to the same pipes; and who has left all that was seen before as somebody's
 * child. Only who did all of it between two looks is not found: for that Linux has cgroups, which are not ours to make.
 */
export class Family {
	#members = new Map<number, Process>();
	#marks: string[];
	#pipes: string[];
	#leaders: Process[];
	#since: number;
	#ancestors: Set<number>;
	#session = readProcess(process.pid)?.session ?? -1;

	constructor({ leaders, marks, pipes = [] }: FamilyOptions) {
		this.#leaders = leaders;
		this.#marks = marks;
		this.#pipes = pipes;
		// Only who is younger than they are can descend from them.
		this.#since = leaders.length === 0 ? 0 : Math.min(...leaders.map(({ startTime }) => startTime));
		for (const leader of leaders) this.#members.set(leader.pid, leader);
		this.#ancestors = new Set(listAncestors());
	}

	/** Looks who belongs to it now, and keeps them in mind. `isDeep`: by their environment, too, which takes longer. */
	look({ isDeep, all = listProcesses() }: { isDeep: boolean; all?: Process[] }): Process[] {
		const living = new Map(all.map((one) => [one.pid, one]));
		// As numbers are used again, one counts only while somebody of the family has it.
		for (const [pid, member] of this.#members) {
			const now = living.get(pid);
			if (now && isSame(member, now)) this.#members.set(pid, now);
			else this.#members.delete(pid);
		}
		const sessions = new Set<number>();
		const join = (one: Process) => {
			this.#members.set(one.pid, one);
			// Whoever is led by somebody else is ours, but the others who are led by him are not.
			if (one.session !== this.#session && !this.#isOthers(one.session, living)) sessions.add(one.session);
		};
		for (const member of this.#members.values()) join(member);
		for (const leader of this.#leaders) {
			const now = living.get(leader.pid);
			if (!now || isSame(leader, now)) sessions.add(leader.pid);
		}
		let others = all.filter(({ pid, startTime }) => startTime >= this.#since && !this.#ancestors.has(pid));
		for (let isFirst = true, count = -1; count !== others.length; isFirst = false) {
			count = others.length;
			others = others.filter((one) => {
				const belongs =
					sessions.has(one.session) ||
					this.#members.has(one.parent) ||
					(isDeep && isFirst && this.#bearsSign(one.pid));
				if (belongs) join(one);
				return !belongs;
			});
		}
		return [...this.#members.values()];
	}

	/** Whether the first of it lives; where that cannot be seen, it does. */
	get isLed(): boolean {
		return !canLook || this.#leaders.some((leader) => isSame(leader, readProcess(leader.pid)));
	}

	/** All that live now. */
	find(): Process[] {
		return canLook ? this.look({ isDeep: true }) : this.#leaders.filter(({ group }) => signal(-group, 0));
	}

	#bearsSign(pid: number): boolean {
		return wasStartedWith(pid, this.#marks) || (this.#pipes.length > 0 && writesTo(pid, this.#pipes));
	}

	#isOthers(leader: number, living: Map<number, Process>): boolean {
		return living.has(leader) && !this.#members.has(leader);
	}

	/** Sends SIGKILL to these of it. */
	force(members: Process[]): void {
		// By groups first: the kernel lets nobody fork out of a group while it is signalled.
		const living = new Map(members.map((one) => [one.pid, one]));
		for (const { group, session } of members) {
			const isOurs = !canLook || living.has(group) || (session !== this.#session && !readProcess(group));
			if (isOurs) signal(-group, "SIGKILL");
		}
		if (canLook) for (const { pid } of members) signal(pid, "SIGKILL");
	}
}

// Not even where the server itself was started by a job of a server.
function* listAncestors(): Generator<number> {
	for (let pid = process.pid; pid > 0; ) {
		yield pid;
		pid = readProcess(pid)?.parent ?? 0;
	}
}
