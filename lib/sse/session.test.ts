import { EventEmitter, once } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Chunk } from "./chunk";
import { Session, type Sink } from "./session";

const bytes = (text: string) => new TextEncoder().encode(text);
const encode = (text: string) => new Chunk(bytes(text));
const macrotask = () => new Promise((resolve) => setImmediate(resolve));

/** A response like Node's: it sends its headers with the first chunk, and takes no more while it is held. */
class FakeSink extends EventEmitter implements Sink {
	headersSent = false;
	destroyed = false;
	writableLength = 0;
	writableNeedDrain = false;
	sent = "";
	write(chunk: Uint8Array): boolean {
		this.headersSent = true;
		this.sent += new TextDecoder().decode(chunk);
		return true;
	}
	end(chunk?: Uint8Array): void {
		if (chunk) this.write(chunk);
		this.sent += "[end]";
		this.emit("finish");
	}
}

let sink: FakeSink;
let session: Session;
/** When the response has ended, and when the stream over it has. */
let ended: Promise<unknown>;
let read: Promise<void>;

beforeEach(async () => {
	sink = new FakeSink();
	session = new Session({ limitBytes: 100, catchUp: () => encode("[snapshot]"), onClose: () => {}, sink });
	// What Next does: it reads the stream and writes each chunk.
	ended = once(sink, "finish");
	read = (async () => {
		for await (const chunk of session.body as unknown as AsyncIterable<Uint8Array>) sink.write(chunk);
		if (!sink.sent.endsWith("[end]")) sink.end();
	})();
	session.greet([encode("[hello]"), encode("[replay]")], 0);
});
afterEach(() => session.close());

describe("Session over a response", () => {
	it("never lets a tick overtake the greeting", async () => {
		session.push(encode("[1]"), 1);
		await macrotask();
		session.push(encode("[2]"), 2);
		await macrotask();
		session.push(encode("[3]"), 3);
		session.close(bytes("[shutdown]"));
		await ended;
		expect(sink.sent).toBe("[hello][replay][1][2][3][shutdown][end]");
	});

	it("writes straight to the response once the greeting has gone", async () => {
		await macrotask();
		await macrotask();
		session.push(encode("[1]"), 1);
		expect(sink.sent).toBe("[hello][replay][1]");
	});

	it("skips a client whose response is full, and brings it up to date once when it drains", async () => {
		await macrotask();
		await macrotask();
		sink.writableLength = 100;
		for (const chunk of ["[1]", "[2]", "[3]"]) session.push(encode(chunk), 1);
		expect(sink.listenerCount("drain")).toBe(1);
		sink.writableLength = 0;
		sink.emit("drain");
		session.push(encode("[4]"), 2);
		expect(sink.sent).toBe("[hello][replay][snapshot][4]");
	});

	it("sends one that is muted nothing but the last word, also when it drains", async () => {
		await macrotask();
		await macrotask();
		sink.writableLength = 100;
		session.push(encode("[1]"), 1);
		session.mute();
		sink.writableLength = 0;
		sink.emit("drain");
		session.push(encode("[2]"), 2);
		session.close(bytes("[signed-out]"));
		await ended;
		expect(sink.sent).toBe("[hello][replay][signed-out][end]");
	});

	it("sends a client that was skipped nothing before what brings it up to date", async () => {
		await macrotask();
		await macrotask();
		sink.writableLength = 100;
		session.push(encode("[1]"), 1);
		sink.writableLength = 50;
		session.push(encode("[2]"), 1);
		sink.writableLength = 0;
		sink.emit("drain");
		expect(sink.sent).toBe("[hello][replay][snapshot]");
	});

	it("cuts off a client that cannot be brought up to date, and harms no other", async () => {
		let left = 0;
		const catchUp = () => {
			throw new Error("no state");
		};
		session = new Session({ limitBytes: 100, catchUp, onClose: () => left++, sink });
		const reader = session.body.getReader();
		session.greet([encode("[hello]")], 0);
		await reader.read();
		await macrotask();
		sink.headersSent = true;
		sink.writableLength = 100;
		session.push(encode("[1]"), 1);
		sink.writableLength = 0;
		expect(() => sink.emit("drain")).not.toThrow();
		expect(left).toBe(1);
		await expect(reader.read()).rejects.toMatchObject({ name: "AbortError" });
		session.push(encode("[2]"), 2);
		session.close(bytes("[shutdown]"));
		expect(left).toBe(1);
	});

	it("ends the response itself after the last word, and leaves no stream open behind it", async () => {
		vi.useFakeTimers({ toFake: ["setTimeout"] });
		try {
			await macrotask();
			session.push(encode("[1]"), 1);
			session.close(bytes("[shutdown]"));
			expect(sink.sent).toBe("[hello][replay][1][shutdown][end]");
			session.push(encode("[2]"), 2);
			vi.runAllTimers();
			await read;
			expect(sink.sent).toBe("[hello][replay][1][shutdown][end]");
		} finally {
			vi.useRealTimers();
		}
	});

	it("leaves a stream alone that was cancelled after the last word", async () => {
		vi.useFakeTimers({ toFake: ["setTimeout"] });
		try {
			const left = new FakeSink();
			left.headersSent = true;
			const closed = new Session({
				limitBytes: 100,
				catchUp: () => encode(""),
				onClose: () => {},
				sink: left,
			});
			closed.greet([], 0);
			await macrotask();
			closed.close(bytes("[shutdown]"));
			expect(left.sent).toBe("[shutdown][end]");
			await closed.body.cancel();
			expect(() => vi.runAllTimers()).not.toThrow();
		} finally {
			vi.useRealTimers();
		}
	});

	it("writes nothing after it was closed", async () => {
		await macrotask();
		await macrotask();
		sink.writableLength = 100;
		session.push(encode("[1]"), 1);
		session.close();
		sink.writableLength = 0;
		sink.emit("drain");
		session.push(encode("[2]"), 2);
		await ended;
		expect(sink.sent).toBe("[hello][replay][end]");
	});

	it("brings a client up to date when it has read all that waited, not before", async () => {
		const read: string[] = [];
		const held = new Session({ limitBytes: 8, catchUp: () => encode("[snapshot]"), onClose: () => {} });
		held.greet([encode("[hello]")], 0);
		const reader = held.body.getReader();
		const readOne = async () => read.push(new TextDecoder().decode((await reader.read()).value));
		held.push(encode("[1]"), 1);
		held.push(encode("[2]"), 1);
		await readOne();
		// There is room again, but less than the snapshot takes: the next tick would be skipped for it. Nor may that
		// tick be written now, after one that was skipped.
		held.push(encode("[3]"), 2);
		for (let count = 0; count < 2; count++) await readOne();
		held.close(bytes("[end]"));
		await readOne();
		expect(read).toEqual(["[hello]", "[1]", "[snapshot]", "[end]"]);
	});

	it("does not bring a client up to date while the response under it is full", async () => {
		const full = new FakeSink();
		const held = new Session({
			limitBytes: 8,
			catchUp: () => encode("[snapshot]"),
			onClose: () => {},
			sink: full,
		});
		held.greet([encode("[hello]")], 0);
		const reader = held.body.getReader();
		await macrotask();
		const pipeOne = async () => full.write((await reader.read()).value as Uint8Array);
		held.push(encode("[1]"), 1);
		held.push(encode("[2]"), 1);
		full.writableNeedDrain = true;
		await pipeOne();
		await pipeOne();
		held.push(encode("[3]"), 2);
		expect(full.sent).toBe("[hello][1]");
		full.writableNeedDrain = false;
		full.emit("drain");
		held.push(encode("[4]"), 3);
		expect(full.sent).toBe("[hello][1][snapshot][4]");
		expect(full.listenerCount("drain")).toBe(0);
	});

	it("never lets the catch-up overtake the last chunk of a long replay", async () => {
		const slow = new FakeSink();
		const replayed = new Session({
			limitBytes: 10,
			catchUp: () => encode("[snapshot]"),
			onClose: () => {},
			sink: slow,
		});
		replayed.greet([encode("[hello]"), encode("[replay of many ticks]")], 0);
		const reader = replayed.body.getReader();
		const pipeOne = async () => slow.write((await reader.read()).value as Uint8Array);
		await pipeOne();
		await macrotask();
		replayed.push(encode("[1]"), 1);
		await pipeOne();
		await pipeOne();
		expect(slow.sent).toBe("[hello][replay of many ticks][snapshot]");
	});
});
