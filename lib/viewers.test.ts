import { expect, it, vi } from "vitest";
import type { EndReason, Principal } from "./access/types";
import type { Peer } from "./peers";
import { Viewers } from "./viewers";

const principal: Principal = { kind: "session", name: "viewer", id: "a", scopes: ["read"] };
const request = new Request("http://localhost/api/stream");

function createViewers(places: number) {
	let [taken, now] = [0, 0];
	const ends = new Set<(reason: EndReason) => void>();
	const peer = {
		client: { address: "192.0.2.1" },
		response: { writableFinished: false, destroy: vi.fn() },
	};
	const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
	const viewers = new Viewers({
		findPeer: () => peer as unknown as Peer,
		take: () => {
			if (taken >= places) return null;
			taken++;
			return () => taken--;
		},
		hold: (_, onEnd) => {
			ends.add(onEnd);
			return () => ends.delete(onEnd);
		},
		encodeBusy: (retryMs) => new TextEncoder().encode(String(retryMs)),
		log,
		now: () => now,
	});
	const admit = (onEnd: (reason: EndReason) => void = () => {}) => viewers.admit(request, principal, onEnd);
	return { admit, ends, log, response: peer.response, pass: (ms: number) => (now += ms) };
}

it("turns away whom there is no place for, each for a while of its own, and says so in the log once a minute", () => {
	const { admit, log, pass } = createViewers(0);
	for (let one = 0; one < 100; one++) {
		const { retryMs, lastWord } = admit() as { retryMs: number; lastWord: Uint8Array };
		expect(retryMs).toBeGreaterThanOrEqual(20_000);
		expect(retryMs).toBeLessThan(60_000);
		expect(new TextDecoder().decode(lastWord)).toBe(String(retryMs));
	}
	expect(log.warn).toHaveBeenCalledTimes(1);
	pass(60_001);
	admit();
	expect(log.warn).toHaveBeenCalledTimes(2);
});

it("has room again for another once one has left, of whom nothing is held any more", () => {
	const { admit, ends } = createViewers(1);
	const first = admit();
	expect(admit()).toHaveProperty("retryMs");
	(first as { release: () => void }).release();
	expect(ends.size).toBe(0);
	expect(admit()).toHaveProperty("release");
});

it.each([
	["cuts off who does not read the last word within 10 s", false, 1],
	["does not cut off who has read it", true, 0],
])("a session that ends is told of, which %s", async (_, isRead, destroyed) => {
	vi.useFakeTimers({ toFake: ["setTimeout"] });
	try {
		const { admit, ends, response } = createViewers(1);
		const onEnd = vi.fn();
		admit(onEnd);
		for (const end of ends) end("revoked");
		expect(onEnd).toHaveBeenCalledWith("revoked");
		response.writableFinished = isRead;
		await vi.advanceTimersByTimeAsync(9_999);
		expect(response.destroy).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(1);
		expect(response.destroy).toHaveBeenCalledTimes(destroyed);
	} finally {
		vi.useRealTimers();
	}
});
