import { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { Crowd } from "./crowd";

class FakeSocket extends EventEmitter {
	destroyed = false;

	constructor(readonly remoteAddress: string) {
		super();
	}

	destroy(): void {
		if (this.destroyed) return;
		this.destroyed = true;
		// As a real one does: later.
		queueMicrotask(() => this.emit("close"));
	}
}

function create(limits: { connections: number; perAddress: number | null }) {
	const crowd = new Crowd({
		limits,
		ownerOf: ({ remoteAddress = "" }) => (remoteAddress === "proxy" ? null : remoteAddress),
	});
	const join = (address: string) => {
		const socket = new FakeSocket(address) as FakeSocket & Socket;
		crowd.join(socket);
		return socket;
	};
	return { crowd, join };
}

describe("a crowd", () => {
	it("remembers nothing of those who left, from however many addresses they came", async () => {
		const { crowd, join } = create({ connections: 80, perAddress: 10 });
		const sockets = Array.from({ length: 10_000 }, (_, at) => join(`address ${at}`));
		expect(crowd.size).toEqual({ connections: 70, owners: 70 });
		expect(sockets.slice(0, 9_930).every(({ destroyed }) => destroyed)).toBe(true);
		for (const socket of sockets) socket.destroy();
		await Promise.resolve();
		expect(crowd.size).toEqual({ connections: 0, owners: 0 });
	});

	it("ends the one of an address that has waited longest, and leaves those that are answered", () => {
		const { crowd, join } = create({ connections: 100, perAddress: 2 });
		const answered = join("a");
		const end = crowd.answer(answered);
		const [silent, next] = [join("a"), join("a")];
		expect([answered.destroyed, silent.destroyed, next.destroyed]).toEqual([false, true, false]);
		end();
		join("a");
		expect([answered.destroyed, next.destroyed], "one that was answered has waited less").toEqual([
			false,
			true,
		]);
	});

	it("turns away who comes where all of its address are being answered", () => {
		const { crowd, join } = create({ connections: 100, perAddress: 2 });
		for (const socket of [join("a"), join("a")]) crowd.answer(socket);
		expect(join("a").destroyed).toBe(true);
		expect(join("b").destroyed).toBe(false);
	});

	it("counts neither streams nor a proxy's connections to an address", () => {
		const { crowd, join } = create({ connections: 1_000, perAddress: 2 });
		for (let one = 0; one < 50; one++) {
			const stream = join("a");
			crowd.answer(stream);
			crowd.stream(stream);
			expect(crowd.isStream(stream)).toBe(true);
			expect(join("proxy").destroyed).toBe(false);
		}
		expect(crowd.size).toEqual({ connections: 100, owners: 0 });
	});
});
