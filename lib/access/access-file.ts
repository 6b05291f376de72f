import { randomBytes } from "node:crypto";
import { createLog, type Log } from "@/lib/log";
import { type AccessState, mostSessions, noAccess, parseAccess } from "./access-state";
import { merge } from "./merge";
import { PrivateFile } from "./private-file";

const lookMs = 1_000;
const settleMs = 60_000;
const mostTries = 10;

/**
 * The file `access.json` of the data directory, which only its owner may read, and what is in it. A change counts at
 * once in this process, and within two seconds in another one that works on the same file; neither undoes what the
 * other did. Where the file cannot be written, what is remembered ends with this process, and the log says so.
 *
 * It is written beside the event loop: a disk may take seconds to say that it has it, and all viewers would wait.
 */
export class AccessFile {
	#file: PrivateFile;
	#log: Log;
	#state: AccessState;
	/** What the file holds as far as is known, "" for nothing. */
	#before = "";
	#last: Promise<void> = Promise.resolve();
	#queued: Promise<void> | null = null;
	#isLooking = false;
	#isTroubled = false;
	/** Whether the file is one that must stay as it is, for it cannot be read here. */
	#isForeign = false;
	/** Whether somebody removed it, which is how to begin anew: only what is changed after that makes it again. */
	#isRemoved = false;
	#isChanged = false;
	#listeners = new Set<() => void>();
	#timers: NodeJS.Timeout[];

	/** Throws an AccessError where a newer version of this program wrote the file. */
	constructor(path: string, { log = createLog("access") }: { log?: Log } = {}) {
		this.#file = new PrivateFile(path);
		this.#log = log;
		this.#state = this.#begin() ?? { ...noAccess(), secret: randomBytes(32).toString("base64url") };
		this.#timers = [
			setInterval(() => void this.#look(), lookMs).unref(),
			// What requests alone change, as when a session was last seen, waits for the next change or this long.
			setInterval(() => void this.saved(), settleMs).unref(),
		];
	}

	get state(): Readonly<AccessState> {
		return this.#state;
	}

	/**
	 * Changes what is remembered; resolves as `saved` does. What is no news, as when somebody was last seen, does not bring
	 * back a file that was removed.
	 */
	update(change: (state: AccessState) => void, { isNews = true } = {}): Promise<void> {
		change(this.#state);
		if (isNews) {
			this.#isRemoved = false;
			this.#isChanged = true;
		}
		// Those that were not seen for the longest go first.
		const { sessions } = this.#state;
		const tooMany = sessions.length - mostSessions;
		if (tooMany > 0) sessions.sort((one, other) => one.seenAt - other.seenAt).splice(0, tooMany);
		return this.saved();
	}

	/** Resolves once all that was changed until now outlives a power cut, or the log says why it does not; never rejects. */
	saved(): Promise<void> {
		// Whoever comes while one is being written shares the next.
		this.#queued ??= this.#last.then(() => {
			this.#queued = null;
			return this.#write();
		});
		this.#last = this.#queued;
		return this.#last;
	}

	/** Calls the listener after another process has changed what is remembered. */
	listen(listener: () => void): void {
		this.#listeners.add(listener);
	}

	/** Writes down at once what is not yet. */
	close(): void {
		for (const timer of this.#timers) clearInterval(timer);
		if (this.#isForeign || this.#isRemoved || JSON.stringify(this.#state) === this.#before) return;
		try {
			if (this.#file.isChanged) this.#takeOver();
			if (this.#isForeign || this.#isRemoved) return;
			const text = JSON.stringify(this.#state);
			this.#file.replaceNow(text);
			this.#before = text;
		} catch (error) {
			this.#tell(error);
		}
	}

	#begin(): AccessState | null {
		const { path } = this.#file;
		let text: string | null;
		try {
			text = this.#file.read();
		} catch (error) {
			this.#isForeign = true;
			this.#log.warn(`${path} cannot be read (${codeOf(error)}), and is left as it is. ${unkept}`);
			return null;
		}
		if (text === null) return null;
		try {
			const mode = this.#file.tighten();
			if (mode !== null) {
				this.#log.warn(
					`${path} could be read by other users of this machine (mode ${mode}), now only by its owner. If one of them is not to be trusted, set another password.`,
				);
			}
		} catch (error) {
			this.#log.warn(
				`${path} can be read by other users of this machine, and that cannot be changed (${codeOf(error)}).`,
			);
		}
		const state = parseAccess(text, path);
		if (state) this.#before = text;
		else this.#setAside();
		return state;
	}

	async #look(): Promise<void> {
		if (this.#isLooking || this.#isForeign) return;
		this.#isLooking = true;
		try {
			if (await this.#file.hasChanged()) this.#takeOver();
		} catch (error) {
			this.#tell(error);
		} finally {
			this.#isLooking = false;
		}
	}

	/** Joins what another process wrote with what was changed here since. */
	#takeOver(): void {
		const text = this.#file.read();
		let theirs: AccessState | null = null;
		try {
			theirs = text === null ? null : parseAccess(text, this.#file.path);
		} catch (error) {
			this.#isForeign = true;
			this.#log.warn(`${(error as Error).message} ${unkept}`);
			return;
		}
		if (!theirs || text === null) {
			if (text !== null) this.#setAside();
			else this.#isRemoved = this.#before !== "" && !this.#isChanged;
			this.#before = "";
			return;
		}
		const before = this.#before === "" ? null : parseAccess(this.#before, this.#file.path);
		// Of two who begin at the same time, the first one's key counts.
		this.#state = merge(before ?? { ...noAccess(), secret: this.#state.secret }, this.#state, theirs);
		this.#before = text;
		for (const listener of this.#listeners) listener();
	}

	async #write(): Promise<void> {
		if (this.#isForeign || this.#isRemoved) return;
		try {
			for (let tries = 0; tries < mostTries; tries++) {
				if (await this.#file.hasChanged()) this.#takeOver();
				const text = JSON.stringify(this.#state);
				if (this.#isForeign || this.#isRemoved || text === this.#before) return;
				this.#isChanged = false;
				const isDone = await this.#file.replace(text, () => {
					this.#before = text;
				});
				if (!isDone) {
					this.#isChanged = true;
					continue;
				}
				if (this.#isTroubled) this.#log.info(`${this.#file.path} can be written again.`);
				this.#isTroubled = false;
				return;
			}
			throw new Error("another process writes it all the time");
		} catch (error) {
			this.#tell(error);
		}
	}

	#setAside(): void {
		const { path } = this.#file;
		try {
			const aside = this.#file.setAside();
			this.#log.warn(
				`${path} is damaged, and is now ${aside}. A new one begins: all sessions, tokens and passwords of the old one are void.`,
			);
		} catch (error) {
			this.#isForeign = true;
			this.#log.warn(`${path} is damaged, and cannot be put aside (${codeOf(error)}). ${unkept}`);
		}
	}

	/** Says once that it cannot be written, until it can be. */
	#tell(error: unknown): void {
		if (this.#isTroubled) return;
		this.#isTroubled = true;
		this.#log.warn(`${this.#file.path} cannot be written (${codeOf(error)}). ${unkept}`);
	}
}

const unkept =
	"Sessions, tokens, and a password that is made or changed here do not outlive this server until that is mended.";

function codeOf(error: unknown): string {
	return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
}
