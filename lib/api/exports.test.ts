import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createExports } from "./exports";
import { partBytes } from "./parts";

const stallMs = 60_000;
const signals = [new AbortController().signal];

/** Makes what answers with slices of so many bytes, and counts how many were asked for. */
function createSlices(...bytes: number[]) {
	return vi.fn(async (place: object | null) => {
		const index = (place as { index: number } | null)?.index ?? 0;
		const head = index + 1 < bytes.length ? { next: { index: index + 1 } } : {};
		return { head, body: new Uint8Array(bytes[index] ?? 0).fill(index) };
	});
}

async function readAll(stream: ReadableStream<Uint8Array> | null): Promise<number[]> {
	const sizes: number[] = [];
	for await (const part of stream ?? []) sizes.push(part.length);
	return sizes;
}

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

describe("createExports", () => {
	it("asks for the next slice when the one before was read, and not a slice further", async () => {
		const ask = createSlices(partBytes * 2, 10, 10);
		const stream = await createExports({ places: 1, stallMs }).open(ask, signals);
		const reader = stream?.getReader();
		await reader?.read();
		await reader?.read();
		await vi.advanceTimersByTimeAsync(1_000);
		expect(ask).toHaveBeenCalledTimes(1);
		await reader?.read();
		expect(ask).toHaveBeenCalledTimes(2);
	});

	it("says once that it has ended: cut off, without a place, failed, left or read", async () => {
		const exports = createExports({ places: 1, stallMs });
		const onEnd = vi.fn();
		const cut = new AbortController();
		const running = await exports.open(createSlices(10, 10), [...signals, cut.signal], onEnd);
		const reader = running?.getReader();
		await reader?.read();
		expect(await exports.open(createSlices(1), signals, onEnd)).toBeNull();
		expect(onEnd).toHaveBeenCalledTimes(1);
		cut.abort();
		cut.abort();
		await expect(reader?.read()).rejects.toThrow("the export ends");
		expect(onEnd).toHaveBeenCalledTimes(2);
		const failing = vi.fn(async () => Promise.reject(new Error("no disk")));
		await expect(exports.open(failing, signals, onEnd)).rejects.toThrow("no disk");
		expect(onEnd).toHaveBeenCalledTimes(3);
		await (await exports.open(createSlices(10, 10), signals, onEnd))?.cancel();
		expect(onEnd).toHaveBeenCalledTimes(4);
		await readAll(await exports.open(createSlices(10), signals, onEnd));
		expect(onEnd).toHaveBeenCalledTimes(5);
		await vi.advanceTimersByTimeAsync(2 * stallMs);
		expect(onEnd).toHaveBeenCalledTimes(5);
	});

	it("gives a place back when the client leaves, stands still or has read all", async () => {
		const exports = createExports({ places: 1, stallMs });
		const left = await exports.open(createSlices(10, 10), signals);
		expect(await exports.open(createSlices(1), signals)).toBeNull();
		await left?.cancel();

		const stalled = (await exports.open(createSlices(10, 10), signals))?.getReader();
		await stalled?.read();
		await vi.advanceTimersByTimeAsync(stallMs - 1);
		expect(await exports.open(createSlices(1), signals)).toBeNull();
		await vi.advanceTimersByTimeAsync(1);
		await expect(stalled?.read()).rejects.toThrow("the export ends");

		expect(await readAll(await exports.open(createSlices(partBytes + 1, 0, 5), signals))).toEqual([
			partBytes,
			1,
			5,
		]);
		expect(await readAll(await exports.open(createSlices(1), signals))).toEqual([1]);
	});

	it("gives a place back when a slice cannot be told, and cuts what was sent of it", async () => {
		const exports = createExports({ places: 1, stallMs });
		const fail = async () => Promise.reject(new Error("the disk is gone"));
		await expect(exports.open(fail, signals)).rejects.toThrow("the disk is gone");
		const slices = createSlices(10, 10);
		const stream = await exports.open((place) => (place ? fail() : slices(place)), signals);
		await expect(readAll(stream)).rejects.toThrow("the disk is gone");
		expect(await exports.open(createSlices(1), signals)).not.toBeNull();
	});

	it("ends for one that reads nothing when the server does, which would else wait for it", async () => {
		const exports = createExports({ places: 1, stallMs });
		const server = new AbortController();
		const reader = (await exports.open(createSlices(10, 10), [...signals, server.signal]))?.getReader();
		await reader?.read();
		server.abort();
		await expect(reader?.closed).rejects.toThrow("the export ends");
		expect(await exports.open(createSlices(1), signals)).not.toBeNull();
	});

	it("holds no place for one that left while its first slice was made", async () => {
		const exports = createExports({ places: 1, stallMs });
		const gone = new AbortController();
		const slices = createSlices(10, 10);
		const ask = async (place: object | null) => {
			gone.abort();
			return slices(place);
		};
		expect(await readAll(await exports.open(ask, [gone.signal]))).toEqual([]);
		expect(await exports.open(createSlices(1), signals)).not.toBeNull();
	});

	it("has one slice made at a time, however many read", async () => {
		const exports = createExports({ places: 8, stallMs });
		let making = 0;
		let most = 0;
		const slices = createSlices(10, 10, 10, 10);
		const ask = async (place: object | null) => {
			most = Math.max(most, ++making);
			await vi.advanceTimersByTimeAsync(1);
			making--;
			return slices(place);
		};
		const streams = await Promise.all([1, 2, 3, 4].map(() => exports.open(ask, signals)));
		await Promise.all(streams.map(readAll));
		expect(slices).toHaveBeenCalledTimes(16);
		expect(most).toBe(1);
	});
});
