import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** A name for a list, and a secret that nobody guesses. */
export function makeSecret(): { id: string; secret: string } {
	return { id: randomBytes(6).toString("hex"), secret: randomBytes(32).toString("base64url") };
}

/** What is kept of a secret: 256 random bits need no slow hash. */
export function hashSecret(secret: string): string {
	return createHash("sha256").update(secret).digest("base64url");
}

/** Signs a text with a key. */
export function sign(text: string, key: string): string {
	return createHmac("sha256", key).update(text).digest("base64url");
}

/** Compares in a time that tells nothing of where they differ. */
export function isSame(one: string, other: string): boolean {
	const [a, b] = [Buffer.from(one), Buffer.from(other)];
	return a.length === b.length && timingSafeEqual(a, b);
}
