import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RestingConnection } from "./resting-connection";
import type { ConnectionEvents, ConnectionState, Visibility } from "./types";

const fiveMinutes = 5 * 60_000;
let inner: { calls: string[]; events: ConnectionEvents };
let states: ConnectionState["name"][];

beforeEach(() => {
	vi.useFakeTimers();
	states = [];
});
afterEach(() => {
	vi.useRealTimers();
});

function rest(visibility: Visibility = "visible"): RestingConnection {
	const calls: string[] = [];
	const connection = new RestingConnection(
		(events) => {
			inner = { calls, events };
			const note = (name: string) => () => calls.push(name);
			return {
				start: note("start"),
				stop: () => {
					calls.push("stop");
					events.onState({ name: "stopped" });
				},
				retryNow: note("retryNow"),
				wake: note("wake"),
				silentMs: 7,
			};
		},
		{ onHello() {}, onEvent() {}, onHole() {}, onState: ({ name }) => states.push(name) },
		visibility,
	);
	connection.start();
	return connection;
}

describe("RestingConnection", () => {
	it("lets go once nobody has looked for five minutes, and takes it up when somebody looks", () => {
		const connection = rest();
		connection.setVisibility("hidden");
		vi.advanceTimersByTime(fiveMinutes - 1);
		expect(inner.calls).toEqual(["start"]);
		vi.advanceTimersByTime(1);
		expect(inner.calls).toEqual(["start", "stop"]);
		expect(states).toEqual(["resting"]);
		connection.setVisibility("visible");
		expect(inner.calls).toEqual(["start", "stop", "start"]);
		inner.events.onState({ name: "live" });
		expect(states).toEqual(["resting", "live"]);
	});

	it("keeps what is looked at now and then", () => {
		const connection = rest();
		for (let minute = 0; minute < 20; minute += 4) {
			connection.setVisibility("hidden");
			vi.advanceTimersByTime(4 * 60_000);
			connection.setVisibility("visible");
		}
		vi.advanceTimersByTime(fiveMinutes);
		expect(inner.calls).toEqual(["start"]);
	});

	it("counts from when it was hidden, not from when it was last told so", () => {
		const connection = rest("hidden");
		vi.advanceTimersByTime(fiveMinutes - 1);
		connection.setVisibility("hidden");
		vi.advanceTimersByTime(1);
		expect(states).toEqual(["resting"]);
	});

	it("lets go at once of a page that was left, and stays so while that is hidden", () => {
		const connection = rest();
		connection.setVisibility("gone");
		expect(states).toEqual(["resting"]);
		connection.setVisibility("hidden");
		vi.advanceTimersByTime(fiveMinutes);
		expect(inner.calls).toEqual(["start", "stop"]);
		connection.setVisibility("visible");
		expect(inner.calls).toEqual(["start", "stop", "start"]);
	});

	it("does nothing while it rests", () => {
		const connection = rest();
		connection.setVisibility("gone");
		connection.retryNow();
		connection.wake();
		expect(inner.calls).toEqual(["start", "stop"]);
		connection.setVisibility("visible");
		connection.retryNow();
		connection.wake();
		expect(inner.calls.slice(3)).toEqual(["retryNow", "wake"]);
	});

	it("is stopped when it is stopped, also while it rests, and does not begin again by being looked at", () => {
		const connection = rest();
		connection.setVisibility("gone");
		connection.stop();
		expect(states).toEqual(["resting", "stopped"]);
		connection.setVisibility("visible");
		expect(inner.calls).toEqual(["start", "stop"]);
		connection.start();
		connection.stop();
		expect(states.at(-1)).toBe("stopped");
		connection.setVisibility("hidden");
		expect(vi.getTimerCount()).toBe(0);
	});

	it.each([
		{ name: "ended", reason: "dismissed" },
		{ name: "signedOut", reason: "signedOut" },
	] as const)("does not begin again by being looked at what is over ($name)", (over) => {
		const connection = rest();
		connection.setVisibility("hidden");
		inner.events.onState(over);
		expect(vi.getTimerCount()).toBe(0);
		connection.setVisibility("visible");
		connection.setVisibility("gone");
		connection.setVisibility("visible");
		expect(states).toEqual([over.name]);
		expect(inner.calls).toEqual(["start"]);
		connection.start();
		expect(inner.calls).toEqual(["start", "start"]);
	});
});
