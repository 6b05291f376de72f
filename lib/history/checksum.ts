const table = Uint32Array.from({ length: 256 }, (_, index) => {
	let value = index;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1;
	return value;
});

/** The CRC-32 of ISO 3309, as zip and gzip have it. Node has its own only since 20.15. */
export function checksum(bytes: Uint8Array): number {
	let value = 0xffff_ffff;
	for (let at = 0; at < bytes.length; at++) {
		value = (value >>> 8) ^ (table[(value ^ (bytes[at] as number)) & 255] as number);
	}
	return ~value >>> 0;
}
