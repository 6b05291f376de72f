import { getServer } from "@/lib/server";
import { readNext } from "./forms";
import type { SignInState } from "./types";
import { encryptionOf, type Visit } from "./visit";

const mostWaitSeconds = 86_400;

/** What the page to sign in at shows; or where to go instead, for whoever is signed in or need not be. */
export function readSignIn(visit: Visit, query: Record<string, unknown>): SignInState | { to: string } {
	const accounts = getServer().access.accounts.toSorted();
	const { kind, scopes } = visit.principal;
	if (kind === "anonymous" && (accounts.length === 0 || scopes.includes("settings"))) return { to: "/" };
	const next = readNext(textOf(query.next));
	if (kind === "session") return { to: next };
	const from = textOf(query.from);
	return {
		accounts,
		next,
		failure: readFailure(textOf(query.failed), textOf(query.wait)),
		from: from === "signed-out" || from === "ended" ? from : null,
		encryption: encryptionOf(visit),
	};
}

function readFailure(name: string, wait: string): SignInState["failure"] {
	if (name === "wrong") return { name };
	if (name !== "wait" || !/^\d{1,6}$/.test(wait)) return null;
	return { name, seconds: Math.min(Number(wait), mostWaitSeconds) };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
