import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AccessState, StoredSession } from "./access-state";
import { makeSecret, sign } from "./secret";
import { Sessions } from "./sessions";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const from = { address: "192.0.2.1", agent: "Browser" };

/** What the file would hold, as text: nothing is shared with what wrote it. */
let written: string;
let writes: number;
let isLazy: boolean;
let sessions: Sessions;
const onReuse = vi.fn<(session: StoredSession, address: string | null) => void>();

function open(): Sessions {
	const state = JSON.parse(written) as AccessState;
	const file = {
		state,
		update: (change: (state: AccessState) => void) => {
			change(state);
			if (!isLazy) written = JSON.stringify(state);
			writes++;
			return Promise.resolve();
		},
		listen: () => {},
	};
	return new Sessions({ file, idleMs: 7 * day, maxMs: 30 * day, onReuse });
}

/** As after a restart. */
function reopen(): void {
	sessions.close();
	sessions = open();
}

function begin() {
	const { id, cookie } = sessions.begin("admin", from);
	const onEnd = vi.fn();
	return { id, cookie, onEnd, release: sessions.hold(id, onEnd) };
}

const renew = (cookie: string) => sessions.renew(cookie)?.cookie ?? "";
const idOf = (cookie: string) => sessions.find(cookie)?.id ?? null;

/** Keeps what is logged from the screen. */
const silence = () => vi.spyOn(process.stderr, "write").mockReturnValue(true);

beforeEach(() => {
	vi.useFakeTimers({ now: Date.UTC(2026, 10, 21) });
	written = JSON.stringify({
		version: 1,
		secret: "key",
		passwords: {},
		sessions: [],
		tokens: [],
		settings: {},
	});
	writes = 0;
	isLazy = false;
	onReuse.mockClear();
	sessions = open();
});
afterEach(() => {
	sessions.close();
	vi.restoreAllMocks();
	vi.useRealTimers();
});

describe("the cookie of a session", () => {
	it("is nobody's when anything of it is changed, and its session goes on", () => {
		const { id, cookie } = begin();
		const [, secret = "", signature = ""] = cookie.split(".");
		const other = makeSecret();
		const forged = [
			"",
			"..",
			cookie.slice(0, -1),
			`${cookie}A`,
			`${cookie}.`,
			` ${cookie}`,
			`${id}.${secret}.`,
			`${id}.${other.secret}.${signature}`,
			`${other.id}.${secret}.${signature}`,
			`${id}.${other.secret}.${sign(`${id}.${other.secret}`, "another key")}`,
			`__proto__.${secret}.${sign(`__proto__.${secret}`, "key")}`,
			"x".repeat(16_384),
		];
		for (const text of forged) expect([text, sessions.find(text)]).toEqual([text, null]);
		expect(idOf(cookie)).toBe(id);
		expect(onReuse).not.toHaveBeenCalled();
	});

	it("is not kept, and neither is its secret", () => {
		const { cookie } = begin();
		const [, secret = "", signature = ""] = cookie.split(".");
		expect(written).not.toContain(secret);
		expect(written).not.toContain(signature);
	});

	it("is another one at each sign-in, and says who came and what they may", () => {
		const [one, two] = [sessions.begin("viewer", from), sessions.begin("viewer", from)];
		expect(one.cookie).not.toBe(two.cookie);
		expect(sessions.find(one.cookie)).toEqual({
			kind: "session",
			name: "viewer",
			id: one.id,
			scopes: ["read"],
		});
	});

	it("is good after a restart, and so is that of before when the new one has not come back", () => {
		const { id, cookie } = begin();
		vi.advanceTimersByTime(hour);
		const next = renew(cookie);
		reopen();
		expect([idOf(cookie), idOf(next), idOf(cookie)]).toEqual([id, id, id]);
	});
});

describe("rotation", () => {
	it("ends the session when the old cookie comes a minute after the new one, for one of both is a copy", () => {
		const { id, cookie, onEnd } = begin();
		vi.advanceTimersByTime(hour);
		const next = renew(cookie);
		expect(idOf(next)).toBe(id);
		vi.advanceTimersByTime(minute - 1);
		expect(idOf(cookie)).toBe(id);
		vi.advanceTimersByTime(1);
		expect(idOf(next)).toBe(id);
		expect(sessions.find(cookie, "192.0.2.7")).toBeNull();
		expect(onEnd).toHaveBeenCalledExactlyOnceWith("revoked");
		const ended = expect.objectContaining({ id, account: "admin" });
		expect(onReuse).toHaveBeenCalledExactlyOnceWith(ended, "192.0.2.7");
		expect(idOf(next)).toBeNull();
		reopen();
		expect([idOf(cookie), idOf(next)]).toEqual([null, null]);
	});

	it("also when it is older than the one before", () => {
		const { id, cookie: first } = begin();
		vi.advanceTimersByTime(hour);
		const second = renew(first);
		expect(idOf(second)).toBe(id);
		vi.advanceTimersByTime(hour);
		const third = renew(second);
		expect(idOf(third)).toBe(id);
		expect(idOf(first)).toBeNull();
		expect(idOf(third)).toBeNull();
		expect(onReuse).toHaveBeenCalledTimes(1);
	});

	it("hands out one new cookie to many that ask at once, and none before an hour", () => {
		const { cookie } = begin();
		vi.advanceTimersByTime(hour - 1);
		expect(sessions.renew(cookie)).toBeNull();
		vi.advanceTimersByTime(1);
		const given = Array.from({ length: 10 }, () => sessions.renew(cookie)).filter(Boolean);
		expect(given).toEqual([{ cookie: expect.any(String), maxAgeMs: 30 * day - hour }]);
		expect(sessions.renew(given[0]?.cookie ?? "")).toBeNull();
	});

	it("loses nobody whose answer with the new cookie was lost, however long ago", () => {
		const { id, cookie } = begin();
		vi.advanceTimersByTime(hour);
		const lost = renew(cookie);
		vi.advanceTimersByTime(hour - 1);
		expect([idOf(cookie), sessions.renew(cookie)]).toEqual([id, null]);
		vi.advanceTimersByTime(1);
		const next = renew(cookie);
		expect(next).not.toBe(lost);
		expect([idOf(next), idOf(cookie)]).toEqual([id, id]);
		vi.advanceTimersByTime(minute);
		expect(idOf(next)).toBe(id);
		expect(onReuse).not.toHaveBeenCalled();
	});

	it("gives no new cookie to who brings the old one when the new one has come back", () => {
		const { cookie } = begin();
		vi.advanceTimersByTime(hour);
		const next = renew(cookie);
		vi.advanceTimersByTime(hour);
		sessions.find(next);
		expect(sessions.renew(cookie)).toBeNull();
		expect(sessions.renew("x")).toBeNull();
		expect(sessions.renew(next)).not.toBeNull();
	});
});

describe("the end of a session", () => {
	it("comes by itself without use, at that moment, and tells all that it holds open", () => {
		const { id, cookie } = sessions.begin("admin", from);
		vi.advanceTimersByTime(3 * day);
		expect(idOf(cookie)).toBe(id);
		vi.advanceTimersByTime(7 * day - 1);
		expect(sessions.list()).toHaveLength(1);
		vi.advanceTimersByTime(1);
		expect(sessions.list()).toEqual([]);
		expect(written).not.toContain(id);
		expect(idOf(cookie)).toBeNull();
	});

	it("does not come while something is open, but after so long in any case", () => {
		const { id, cookie, onEnd } = begin();
		vi.advanceTimersByTime(30 * day - 1);
		expect(sessions.get(id)).toMatchObject({ seenAt: Date.now(), endsAt: Date.now() + 1 });
		expect(onEnd).not.toHaveBeenCalled();
		vi.advanceTimersByTime(1);
		expect(onEnd).toHaveBeenCalledExactlyOnceWith("expired");
		expect(idOf(cookie)).toBeNull();
	});

	it("counts from when the last of what was open was closed", () => {
		const { id, release } = begin();
		const other = sessions.hold(id, () => {});
		vi.advanceTimersByTime(10 * day);
		release();
		release();
		vi.advanceTimersByTime(10 * day);
		other();
		vi.advanceTimersByTime(7 * day - 1);
		expect(sessions.get(id)).not.toBeNull();
		vi.advanceTimersByTime(1);
		expect(sessions.get(id)).toBeNull();
	});

	it("is seen within a minute when the clock was set, or the machine has slept", () => {
		const { onEnd } = begin();
		vi.setSystemTime(Date.now() + 31 * day);
		vi.advanceTimersByTime(minute);
		expect(onEnd).toHaveBeenCalledExactlyOnceWith("expired");
	});

	it("is for ever, also in the file, and tells why", () => {
		const [one, two] = [begin(), begin()];
		expect(sessions.end([one.id, "nobody"], "signed-out")).toEqual([one.id]);
		expect(one.onEnd).toHaveBeenCalledExactlyOnceWith("signed-out");
		expect(two.onEnd).not.toHaveBeenCalled();
		expect(sessions.end([one.id], "revoked")).toEqual([]);
		reopen();
		expect([idOf(one.cookie), idOf(two.cookie)]).toEqual([null, two.id]);
		expect(sessions.end(null, "revoked")).toEqual([two.id]);
		reopen();
		expect(sessions.list()).toEqual([]);
	});

	it("tells the others when one of what it holds open fails, and whoever comes too late at once", () => {
		const said = silence();
		const { id, onEnd, release } = begin();
		release();
		sessions.hold(id, () => {
			throw new Error("a stream that cannot be ended");
		});
		sessions.hold(id, onEnd);
		sessions.end([id], "revoked");
		expect(onEnd).toHaveBeenCalledExactlyOnceWith("revoked");
		const late = vi.fn();
		sessions.hold(id, late)();
		expect(late).toHaveBeenCalledExactlyOnceWith("revoked");
		expect(said).toHaveBeenCalledTimes(1);
	});
});

describe("what is kept of sessions", () => {
	it("is written seldom, however often they are used, and when the server goes", () => {
		const { id, cookie, release } = begin();
		release();
		const before = writes;
		for (let second = 0; second < 3_000; second++) {
			vi.advanceTimersByTime(1_000);
			sessions.find(cookie);
		}
		expect(writes).toBe(before);
		const seenAt = Date.now();
		reopen();
		expect(sessions.get(id)).toMatchObject({ seenAt });
	});

	it("knows after a crash of a session that only a stream has used for long", () => {
		const { id } = begin();
		vi.advanceTimersByTime(20 * day);
		// Not closed.
		sessions = open();
		expect(sessions.get(id)?.seenAt).toBeGreaterThanOrEqual(Date.now() - hour);
	});

	it("ends what ended while the server was off", () => {
		const { id, release } = begin();
		release();
		sessions.close();
		vi.setSystemTime(Date.now() + 8 * day);
		sessions = open();
		expect(sessions.list()).toEqual([]);
		expect(written).not.toContain(id);
	});

	it("is at most a thousand sessions: of the same account the one that was not used for longest goes first", () => {
		const elder = sessions.begin("viewer", from);
		vi.advanceTimersByTime(1);
		const held = begin();
		vi.advanceTimersByTime(1);
		const idle = sessions.begin("admin", from);
		vi.advanceTimersByTime(1);
		isLazy = true;
		for (let count = 3; count < 1_000; count++)
			sessions.begin("viewer", { address: null, agent: "x".repeat(9_000) });
		expect(sessions.list()).toHaveLength(1_000);
		isLazy = false;
		vi.advanceTimersByTime(1);
		const last = sessions.begin("admin", from);
		expect(sessions.list()).toHaveLength(1_000);
		expect([idOf(idle.cookie), idOf(held.cookie), idOf(last.cookie)]).toEqual([null, held.id, last.id]);
		expect(idOf(elder.cookie)).toBe(elder.id);
		expect(written.length).toBeLessThan(600_000);
	});
});
