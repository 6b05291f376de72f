import { constants, createGunzip, gunzipSync, inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
	appendChecksum,
	concat,
	deflateBlock,
	emptyChecksum,
	gzipHeader,
	gzipTrailer,
	storeBlock,
} from "./gzip";

const encode = (text: string) => new TextEncoder().encode(text);
const tick = (seq: number) => encode(`event: cpu\ndata: {"utilization":0.${seq}}\n\n`.repeat(30));

describe("a gzip stream of shared blocks", () => {
	it("is one that zlib takes, checksum and all, however its blocks were made and joined", () => {
		const blocks = [
			storeBlock(encode("event: hello\ndata: {}\n\n")),
			deflateBlock(tick(1)),
			deflateBlock(tick(2)),
			storeBlock(tick(3)),
			deflateBlock(new Uint8Array(0)),
			storeBlock(new Uint8Array(0)),
			storeBlock(new Uint8Array(200_000).fill(97)),
			deflateBlock(tick(4)),
		];
		const checksum = blocks.reduce(appendChecksum, emptyChecksum);
		const stream = concat([gzipHeader, ...blocks.map(({ bytes }) => bytes), gzipTrailer(checksum)]);
		const text = concat([
			encode("event: hello\ndata: {}\n\n"),
			tick(1),
			tick(2),
			tick(3),
			new Uint8Array(200_000).fill(97),
			tick(4),
		]);
		expect(Buffer.compare(gunzipSync(stream), text)).toBe(0);
	});

	it("is refused by zlib with a wrong checksum, so that the test before this one means something", () => {
		const block = deflateBlock(tick(1));
		const wrong = { ...block, crc: block.crc ^ 1 };
		expect(() => gunzipSync(concat([gzipHeader, block.bytes, gzipTrailer(wrong)]))).toThrow(/check/);
	});

	it("gives back each block as soon as its bytes are there", async () => {
		const gunzip = createGunzip();
		gunzip.write(gzipHeader);
		for (let seq = 1; seq <= 3; seq++) {
			gunzip.write(deflateBlock(tick(seq)).bytes);
			const read = await new Promise<Buffer>((resolve) => gunzip.once("data", resolve));
			expect(Buffer.compare(read, tick(seq))).toBe(0);
		}
		gunzip.destroy();
	});

	it.each([
		["deflated", deflateBlock],
		["stored", storeBlock],
	])("ends each %s block as a flush does, for decoders that hand on nothing before that", (_, make) => {
		expect([...make(tick(1)).bytes.slice(-4)]).toEqual([0, 0, 0xff, 0xff]);
	});

	it("has blocks that stand alone: none refers to the text before it", () => {
		const options = { finishFlush: constants.Z_SYNC_FLUSH };
		expect(Buffer.compare(inflateRawSync(deflateBlock(tick(7)).bytes, options), tick(7))).toBe(0);
	});
});
