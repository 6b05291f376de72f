import type { AccessFile } from "./access-file";
import { Attempts } from "./attempts";
import type { Audit } from "./audit";
import { ownerOf } from "./owner";
import { hashPassword, isPassword, makePassword } from "./password";
import { Turns } from "./turns";
import { type Account, type Asked, accounts, type Principal } from "./types";

export interface PasswordsOptions {
	file: AccessFile;
	/** As the environment sets them. */
	set: Partial<Record<Account, string>>;
	/** Whether somebody must sign in. */
	isNeeded: boolean;
	/** Called when an account has another password, or none any more; `keep` is the session that may stay. */
	onChange: (account: Account, keep: string | null) => void;
	audit: Audit;
	now?: () => number;
}

export type Checked =
	| { name: "right"; account: Account }
	| { name: "wrong" }
	| { name: "wait"; retryMs: number };

export type CheckFrom = Pick<Asked, "address" | "isForwarded"> & {
	/** The session that is brought along. */
	session: Principal | null;
};

/** So many of each kind wait for their password to be looked at, which takes about 0.2 s. */
const mostWaiting = 8;
const busyMs = 2_000;

/**
 * The passwords of the accounts. One that the environment sets counts before all others, for as long as it is set; one
 * that was made here or changed on the page stays until it is changed again.
 */
export class Passwords {
	#options: PasswordsOptions;
	#attempts: Attempts;
	// Each takes a thread and 16 MiB: many at once would leave neither to all others.
	#turns = new Turns(mostWaiting);

	constructor(options: PasswordsOptions) {
		this.#options = options;
		this.#attempts = new Attempts(options.now);
	}

	/** Which accounts have a password. */
	get accounts(): Account[] {
		return Object.keys(this.#options.file.state.passwords) as Account[];
	}

	/** Whether the environment sets the password of this account. */
	isSet(account: Account): boolean {
		return this.#options.set[account] !== undefined;
	}

	/** Takes over what is set, forgets what is set no more, and makes what is missing: see Access.open. */
	async open(): Promise<{ madePassword: string | null; wasMade: boolean }> {
		const { file, set, isNeeded } = this.#options;
		for (const account of Object.keys(accounts) as Account[]) {
			const password = set[account];
			if (password !== undefined) await this.#adopt(account, password);
			else if (file.state.passwords[account]?.source === "setting") this.#put(account, null, atStart);
		}
		for (const { address, account } of file.state.sessions) this.#attempts.know(address, account);
		const admin = file.state.passwords.admin;
		if (admin || !isNeeded) return { madePassword: null, wasMade: isNeeded && admin?.source === "made" };
		const madePassword = makePassword();
		this.#put("admin", { hash: await hashPassword(madePassword), source: "made" }, atStart);
		return { madePassword, wasMade: false };
	}

	/**
	 * Whether this is the password of this account, as often as that may be asked. It takes the same time for an account
	 * that is not there.
	 */
	async check(name: string, password: string, asked: CheckFrom): Promise<Checked> {
		const { file, audit } = this.#options;
		const { address, session } = asked;
		const account = Object.hasOwn(accounts, name) ? (name as Account) : null;
		const isKnown = isThisMachine(asked) || (session !== null && session.name === account);
		const attempt = this.#attempts.begin({ address, account, isKnown });
		if ("retryMs" in attempt) return { name: "wait", ...attempt };
		const hash = (account && file.state.passwords[account]?.hash) ?? null;
		const turn = this.#turns.take(() => isPassword(password, hash), attempt.isKnown);
		if (!turn) {
			attempt.withdrawn();
			return { name: "wait", retryMs: busyMs };
		}
		// It may have been changed while this one waited.
		const isRight = (await turn) && account !== null && file.state.passwords[account]?.hash === hash;
		if (!isRight) {
			const who = account !== null && hash !== null ? account : null;
			audit.note({ action: "sign-in-failed", who, address, what: null });
			return { name: "wrong" };
		}
		attempt.succeeded();
		this.#attempts.know(address, account);
		return { name: "right", account };
	}

	/** Gives an account another password, but for when it has to wait. */
	async change(
		account: Account,
		password: string,
		by: { address: string | null; keep: string | null },
	): Promise<{ name: "wait"; retryMs: number } | null> {
		const hash = await this.#turns.take(() => hashPassword(password), true);
		if (hash === null) return { name: "wait", retryMs: busyMs };
		this.#put(account, { hash, source: "page" }, { ...by, who: account });
		return null;
	}

	async #adopt(account: Account, password: string): Promise<void> {
		const before = this.#options.file.state.passwords[account];
		if (before && (await isPassword(password, before.hash))) {
			if (before.source === "setting") return;
			this.#options.file.update(({ passwords }) => {
				passwords[account] = { ...before, source: "setting" };
			});
			return;
		}
		this.#put(account, { hash: await hashPassword(password), source: "setting" }, atStart);
	}

	#put(
		account: Account,
		password: { hash: string; source: "made" | "setting" | "page" } | null,
		by: { who: Account | null; address: string | null; keep: string | null },
	): void {
		const { file, onChange, audit } = this.#options;
		file.update(({ passwords }) => {
			if (password) passwords[account] = password;
			else delete passwords[account];
		});
		onChange(account, by.keep);
		audit.note({ action: "password-changed", who: by.who, address: by.address, what: account });
	}
}

const atStart = { who: null, address: null, keep: null };

function isThisMachine({ address, isForwarded }: CheckFrom): boolean {
	if (address === null || isForwarded) return false;
	return address === "::1" || ownerOf(address).startsWith("127.");
}
