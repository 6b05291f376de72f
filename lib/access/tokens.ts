import type { AccessFile } from "./access-file";
import type { StoredToken } from "./access-state";
import { Alarm } from "./alarm";
import { Endings, type OnEnd } from "./endings";
import { hashSecret, isSame, makeSecret } from "./secret";
import type { Principal, Scope, TokenView } from "./types";
import { WriteBehind } from "./write-behind";

const prefix = "hostbeat_";
const most = 100;
/** When it was used last is written down so seldom. */
const usedEveryMs = 10 * 60_000;

export type MadeToken =
	| { name: "made"; token: TokenView & { token: string } }
	/** Another one has this name; or there are as many as there may be. */
	| { name: "taken" }
	| { name: "full"; most: number };

/** Keys for scripts: each with a name and with what it may, kept only as a hash. */
export class Tokens {
	#file: Pick<AccessFile, "state" | "update" | "listen">;
	#now: () => number;
	#tokens: Map<string, StoredToken>;
	#endings = new Endings();
	#alarm: Alarm;
	#kept: WriteBehind;

	constructor(file: Pick<AccessFile, "state" | "update" | "listen">, now: () => number = Date.now) {
		this.#file = file;
		this.#now = now;
		this.#tokens = new Map(file.state.tokens.map((token) => [token.id, token]));
		this.#alarm = new Alarm(() => this.#sweep(), now);
		this.#kept = new WriteBehind((isNews) => this.#write(isNews), usedEveryMs);
		file.listen(() => this.#adopt());
		this.#sweep();
	}

	/** Makes a token, whose secret is told now and never again. Those that have expired make room. */
	create(name: string, scopes: Scope[], expiresAt: number | null): MadeToken {
		for (const [id, token] of this.#tokens) if (this.#isOver(token)) this.#tokens.delete(id);
		const names = [...this.#tokens.values()].map((token) => token.name);
		if (names.includes(name)) return { name: "taken" };
		if (names.length >= most) return { name: "full", most };
		const { id, secret } = makeSecret();
		const token: StoredToken = {
			...{ id, hash: hashSecret(secret), name, scopes: [...new Set(scopes)] },
			...{ createdAt: this.#now(), expiresAt, usedAt: null, usedFrom: null },
		};
		this.#tokens.set(id, token);
		if (expiresAt !== null) this.#alarm.set(expiresAt);
		this.#kept.now();
		return { name: "made", token: { ...view(token), token: `${prefix}${id}_${secret}` } };
	}

	/** Who brings this token; `null` when it is not one, was revoked or has expired. */
	find(text: string, address: string | null): Principal | null {
		const [, id = "", secret = ""] = /^hostbeat_([0-9a-f]{12})_([\w-]{43})$/.exec(text) ?? [];
		const token = this.#tokens.get(id);
		// Also where there is none, so that it takes as long.
		const isRight = isSame(token?.hash ?? hashSecret(""), hashSecret(secret));
		if (!token || !isRight || this.#isOver(token)) return null;
		Object.assign(token, { usedAt: this.#now(), usedFrom: address });
		this.#kept.soon();
		return { kind: "token", name: token.name, id, scopes: token.scopes };
	}

	get(id: string): TokenView | null {
		const token = this.#tokens.get(id);
		return token ? view(token) : null;
	}

	/** All of them, also those that have expired. */
	list(): TokenView[] {
		return [...this.#tokens.values()].map(view);
	}

	/** What was revoked, `null` where there was no such token; what it held open ends. */
	revoke(id: string): TokenView | null {
		const token = this.#tokens.get(id);
		if (!token) return null;
		this.#tokens.delete(id);
		this.#endings.end(id, "revoked");
		this.#kept.now();
		return view(token);
	}

	/** Calls `onEnd` when the token ends, unless what this gives is called before. */
	hold(id: string, onEnd: OnEnd): () => void {
		const token = this.#tokens.get(id);
		if (token && !this.#isOver(token)) return this.#endings.hold(id, onEnd);
		onEnd("revoked");
		return () => {};
	}

	/** Writes down what is not yet; nothing ends any more by itself. */
	close(): void {
		this.#kept.close();
		this.#alarm.close();
	}

	/** Takes over what another server on the same file has changed. */
	#adopt(): void {
		const before = this.#tokens;
		this.#tokens = new Map(
			this.#file.state.tokens.map((token) => {
				const { usedAt, usedFrom } = before.get(token.id) ?? token;
				return [token.id, (usedAt ?? 0) > (token.usedAt ?? 0) ? { ...token, usedAt, usedFrom } : token];
			}),
		);
		for (const id of before.keys()) if (!this.#tokens.has(id)) this.#endings.end(id, "revoked");
		this.#sweep();
	}

	#sweep(): void {
		for (const token of this.#tokens.values()) {
			if (this.#isOver(token)) this.#endings.end(token.id, "expired");
			else if (token.expiresAt !== null) this.#alarm.set(token.expiresAt);
		}
	}

	#write(isNews: boolean): void {
		this.#file.update(
			(state) => {
				state.tokens = [...this.#tokens.values()];
			},
			{ isNews },
		);
	}

	#isOver({ expiresAt }: StoredToken): boolean {
		return expiresAt !== null && expiresAt <= this.#now();
	}
}

function view({ hash: _, ...token }: StoredToken): TokenView {
	return token;
}
