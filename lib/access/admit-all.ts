import { shareJudge } from "./shared";
import type { Principal } from "./types";

/** Admits everyone, as this principal: for tests of what stands behind the gate. Gives what takes it back. */
export function admitAll(principal: Partial<Principal> = {}): () => void {
	const whoever: Principal = { kind: "anonymous", name: null, id: null, scopes: ["read"], ...principal };
	shareJudge(() => ({ admitted: true, principal: whoever, parameters: {}, headers: {} }));
	return () => shareJudge(null);
}
