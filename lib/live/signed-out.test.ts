import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { linuxSchedule, paceOf } from "@/lib/schedule";
import { FakeEventSource } from "./fake-event-source";
import { LiveStore } from "./store";
import type { PageState } from "./types";

const start = 1_800_000_000_000;
let sources: FakeEventSource[];
let asked: string[];
/** Whether the server knows the session of this browser. */
let isSignedIn: boolean;
let store: LiveStore;
const newest = () => sources.at(-1) as FakeEventSource;

function openPage(): LiveStore {
	const page: PageState = {
		...{ id: "e-5", host: "h", version: "1", time: start, intervalMs: 1_000, facts: [] },
		pace: paceOf(linuxSchedule, 1_000, { watched: true }),
		events: {
			load: { time: start, one: 1, five: 0, fifteen: 0, cores: 2, runnable: 0, blocked: 0 },
		},
		window: { from: start - 2_000, stepMs: 1_000, series: {} },
	};
	return new LiveStore(page);
}

function answer(url: string, init?: RequestInit): Response {
	asked.push(url);
	if (url === "/api/session") return Response.json({ scopes: isSignedIn ? ["read"] : [] });
	if (!isSignedIn) return Response.json({ error: { code: "signed_out", message: "" } }, { status: 401 });
	if (init?.method === "HEAD")
		return new Response(null, { headers: { "Content-Type": "text/event-stream" } });
	if (url.startsWith("/api/history")) return Response.json({ series: [], facts: [] });
	return Response.json({ time: Date.now() });
}

beforeEach(async () => {
	vi.useFakeTimers({ now: start });
	sources = [];
	asked = [];
	isSignedIn = true;
	vi.stubGlobal("EventSource", function createSource(url: string) {
		sources.push(new FakeEventSource(url));
		return newest();
	});
	vi.stubGlobal("BroadcastChannel", undefined);
	vi.stubGlobal("navigator", { onLine: true });
	vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => answer(url, init));
	store = openPage();
	store.start();
	newest().hello({ time: start, version: "1" });
	await vi.advanceTimersByTimeAsync(0);
	asked = [];
});
afterEach(() => {
	store.close();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

function signOut(reason = "signed-out") {
	isSignedIn = false;
	newest().send("signed-out", { time: start, reason });
}

it("shows nothing as live from the moment on at which the session is over", () => {
	expect(store.isStale("load")).toBe(false);
	signOut("expired");
	expect(store.state).toEqual({ name: "signedOut", reason: "expired" });
	expect(store.trusted).toBe(false);
	expect(store.isStale("load")).toBe(true);
});

it("asks nothing for a whole day that nobody looks, not even for what its charts still lack", async () => {
	newest().hello({ resumed: "gap", time: start, version: "1" });
	isSignedIn = false;
	newest().send("snapshot", { id: "e-9", time: start, events: {} }, "e-9");
	signOut();
	await vi.advanceTimersByTimeAsync(0);
	asked = [];
	await vi.advanceTimersByTimeAsync(24 * 3_600_000);
	expect(asked).toEqual([]);
	expect(sources).toHaveLength(1);
});

it("asks once each time somebody looks, and opens no stream while nobody is signed in", async () => {
	signOut();
	for (let look = 0; look < 3; look++) {
		store.setVisibility("hidden");
		store.setVisibility("visible");
		store.wake();
		await vi.advanceTimersByTimeAsync(60_000);
	}
	expect(asked).toEqual(["/api/session", "/api/session", "/api/session"]);
	expect(sources).toHaveLength(1);
	expect(store.state.name).toBe("signedOut");
});

it("goes on from where it was when it is looked at after signing in again", async () => {
	newest().send("cpu", { time: start }, "e-6");
	signOut();
	isSignedIn = true;
	store.setVisibility("visible");
	await vi.advanceTimersByTimeAsync(0);
	expect(newest().url).toBe("/api/stream?last_event_id=e-6");
	newest().hello({ time: start, version: "1" });
	expect(store.state.name).toBe("live");
});

it("is not called live by Start alone, and says again that it is signed out, after one attempt", async () => {
	signOut();
	store.start();
	expect(store.isStale("load")).toBe(true);
	newest().fail();
	await vi.advanceTimersByTimeAsync(24 * 3_600_000);
	expect(store.state).toEqual({ name: "signedOut", reason: null });
	expect(sources).toHaveLength(2);
});

it("learns it from the refusal of any other question, where the stream still says that all is well", async () => {
	isSignedIn = false;
	// It measures the clocks again each minute.
	for (let second = 0; second < 60; second++) {
		await vi.advanceTimersByTimeAsync(1_000);
		newest().send("clock", { time: Date.now() });
	}
	expect(store.state).toEqual({ name: "signedOut", reason: null });
	expect(newest().closed).toBe(true);
	expect(asked.filter((url) => url === "/api/session")).toHaveLength(1);
});

it("does not give up a stream for a refusal while the session is good", async () => {
	vi.stubGlobal("fetch", async (url: string, init?: RequestInit) =>
		url.includes("events=clock") ? new Response(null, { status: 401 }) : answer(url, init),
	);
	for (let second = 0; second < 65; second++) {
		await vi.advanceTimersByTimeAsync(1_000);
		newest().send("clock", { time: Date.now() });
	}
	expect(asked).toContain("/api/session");
	expect(store.state.name).toBe("live");
});

it("leaves alone what a person has stopped", async () => {
	store.stop();
	isSignedIn = false;
	store.setVisibility("visible");
	await vi.advanceTimersByTimeAsync(60_000);
	expect(store.state.name).toBe("stopped");
	expect(asked).toEqual([]);
});
