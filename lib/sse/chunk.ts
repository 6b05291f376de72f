import { type Block, deflateBlock, storeBlock } from "./gzip";

/** Text for many streams. Deflated at most once for all that take it so, and only when there is one. */
export class Chunk {
	#block: Block | null = null;
	#pack: (bytes: Uint8Array) => Block;

	constructor(
		readonly bytes: Uint8Array,
		pack = deflateBlock,
	) {
		this.#pack = pack;
	}

	/** Text for one stream alone. */
	static single(bytes: Uint8Array): Chunk {
		return new Chunk(bytes, storeBlock);
	}

	get block(): Block {
		this.#block ??= this.#pack(this.bytes);
		return this.#block;
	}
}
