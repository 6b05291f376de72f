import { describe, expect, test } from "vitest";
import type { AuditEntry } from "@/lib/access/types";
import { auditActions } from "@/lib/access/types";
import type { AccessSummary } from "@/lib/api/types";
import { accessFacts, auditText, scopeWords, whenWords } from "./settings-words";

const now = 1_790_000_000_000;
const day = 86_400_000;

test.each([
	[now, "just now"],
	[now - 59_000, "just now"],
	[now - 60_000, "1 min ago"],
	[now - 3 * 3_600_000 - 59 * 60_000, "3 h ago"],
	[now - 12 * day, "12 d ago"],
	[now + 90 * day, "in 90 d"],
	[now + 90 * day - 2_000, "in 90 d"],
	[now + 20_000, "in 20 s"],
])("%d is told as %s", (time, words) => {
	expect(whenWords(time, now)).toBe(words);
});

const entry = (part: Partial<AuditEntry>): AuditEntry => ({
	...{ time: now, action: "signed-in", who: "admin", address: "192.0.2.7", what: null, count: 1 },
	...part,
});

describe("the audit log is told in sentences", () => {
	test.each([
		[entry({}), "admin signed in from 192.0.2.7"],
		[entry({ action: "sign-in-failed", count: 12 }), "A sign-in as admin failed from 192.0.2.7, 12 times"],
		[entry({ action: "sign-in-failed", who: null, address: null }), "A sign-in failed"],
		[
			entry({ action: "token-created", who: null, what: "backup" }),
			"Somebody made the token “backup” from 192.0.2.7",
		],
	])("%j", (one, text) => {
		expect(auditText(one)).toBe(text);
	});

	test("also what only a newer server knows, and what an object has by itself", () => {
		for (const action of ["host-added", "toString", "__proto__"]) {
			expect(auditText(entry({ action: action as AuditEntry["action"] }))).toBe(`${action} from 192.0.2.7`);
		}
	});

	test.each(auditActions)("%s has a sentence of its own", (action) => {
		expect(auditText(entry({ action, what: "x" }))).not.toContain(action);
	});
});

test("a token that may change settings is not told as one that only reads", () => {
	expect(scopeWords(["read"])).toBe("reads");
	expect(scopeWords(["settings"])).toBe("sees what happened here");
	expect(scopeWords(["push", "jobs", "read"])).toBe("reads, starts and stops jobs, pushes readings");
});

describe("how access is set", () => {
	const summary: AccessSummary = {
		...{ host: "0.0.0.0", isLoopback: false, anonymous: "none", encryption: "plain", trustedProxies: [] },
		accounts: [
			{ account: "admin", isSetting: false },
			{ account: "viewer", isSetting: true },
		],
		...{ sessionIdleMs: 7 * day, sessionMaxMs: 30 * day },
	};
	const told = (access: AccessSummary) =>
		accessFacts(access)
			.flatMap(({ sentences, setting }) => [...sentences, setting])
			.join("\n");

	test("warns where the password travels for others to read, and only there", () => {
		expect(told(summary)).toContain("others on the network can read");
		for (const encryption of ["https", "local", "unknown"] as const) {
			expect(told({ ...summary, encryption })).not.toContain("others on the network can read");
		}
	});

	test("says who may look, and whose password is set where", () => {
		expect(told(summary)).toContain("Only who has signed in, or brings a token.");
		expect(told({ ...summary, anonymous: "read" })).toContain("HOSTBEAT_UNSAFE_NO_LOGIN=1 says so");
		expect(told(summary)).toContain(
			"viewer may look, run tasks that are meant for viewers, and change nothing: the password is set where the server starts.",
		);
		expect(told(summary)).not.toContain("HOSTBEAT_VIEWER_PASSWORD adds");
		expect(told({ ...summary, accounts: [] })).toContain("nobody has to sign in");
	});
});
