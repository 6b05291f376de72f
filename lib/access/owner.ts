import { isIPv6 } from "node:net";

/** Whose address it is: of IPv6, one network of 64 bits is one owner's, who could use another address each time. */
export function ownerOf(address: string): string {
	const [plain = ""] = address.split("%");
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
	if (mapped) return mapped;
	if (!isIPv6(plain)) return plain;
	const [head = "", tail] = plain.toLowerCase().split("::");
	const groups = head.split(":").filter(Boolean);
	const after = tail?.split(":").filter(Boolean) ?? [];
	if (tail !== undefined) while (groups.length + after.length < 8) groups.push("0");
	return [...groups, ...after]
		.slice(0, 4)
		.map((group) => Number.parseInt(group, 16).toString(16))
		.join(":");
}
