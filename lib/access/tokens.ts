import type { AccessFile, StoredToken } from "./access-file";
import { hashSecret, isSame, makeSecret } from "./secret";
import type { Principal, Scope, TokenView } from "./types";

const prefix = "hostbeat_";

/** Keys for scripts: each with a name and with what it may, kept only as a hash. */
export class Tokens {
	#file: AccessFile;
	#now: () => number;
	#holds = new Map<string, Set<() => void>>();

	constructor(file: AccessFile, now: () => number = Date.now) {
		this.#file = file;
		this.#now = now;
	}

	/** Makes a token. Its secret is told now and never again. */
	create(name: string, scopes: Scope[], expiresAt: number | null): TokenView & { token: string } {
		const { id, secret } = makeSecret();
		const token: StoredToken = {
			...{ id, hash: hashSecret(secret), name, scopes },
			...{ createdAt: this.#now(), expiresAt, usedAt: null, usedFrom: null },
		};
		this.#file.update(({ tokens }) => tokens.push(token));
		return { ...view(token), token: `${prefix}${id}_${secret}` };
	}

	/** Who brings this token; `null` when it is not one, was revoked or has expired. */
	find(text: string, address: string | null): Principal | null {
		const [, id = "", secret = ""] = /^hostbeat_([0-9a-f]{12})_([\w-]{43})$/.exec(text) ?? [];
		const token = this.#file.state.tokens.find((token) => token.id === id);
		if (!token || !isSame(token.hash, hashSecret(secret))) return null;
		if (token.expiresAt !== null && token.expiresAt <= this.#now()) return null;
		Object.assign(token, { usedAt: this.#now(), usedFrom: address });
		return { kind: "token", name: token.name, id, scopes: token.scopes };
	}

	list(): TokenView[] {
		return this.#file.state.tokens.map(view);
	}

	/** Whether there was such a token; what it held open ends. */
	revoke(id: string): TokenView | null {
		const token = this.#file.state.tokens.find((token) => token.id === id);
		if (!token) return null;
		this.#file.update((state) => {
			state.tokens = state.tokens.filter((token) => token.id !== id);
		});
		for (const onEnd of this.#holds.get(id) ?? []) onEnd();
		return view(token);
	}

	/** Calls `onEnd` when the token ends, unless what this gives is called before. */
	hold(id: string, onEnd: () => void): () => void {
		const holds = this.#holds.get(id) ?? new Set();
		this.#holds.set(id, holds.add(onEnd));
		return () => {
			holds.delete(onEnd);
			if (holds.size === 0) this.#holds.delete(id);
		};
	}
}

function view({ hash: _, ...token }: StoredToken): TokenView {
	return token;
}
