import { randomBytes, randomInt, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);
// As strong as N=2^17, r=8, p=1 for who guesses (OWASP Password Storage), but in 16 MiB instead of 128.
const cost = { N: 2 ** 14, r: 8, p: 5 };
const keyBytes = 32;
// Without what is mistaken for something else: 0 and o, 1 and l and i.
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** Hashes a password with a salt of its own: `scrypt$N$r$p$salt$key`. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(16);
	const key = await derive(password.normalize("NFC"), salt, keyBytes, cost);
	return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/** Whether a password is the one of this hash; as long for a wrong one as for the right one. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
	const [, N, r, p, salt = "", key = ""] = hash.split("$");
	const expected = Buffer.from(key, "base64url");
	const options = { N: Number(N), r: Number(r), p: Number(p) };
	const got = await derive(
		password.normalize("NFC"),
		Buffer.from(salt, "base64url"),
		expected.length,
		options,
	);
	return timingSafeEqual(got, expected);
}

/** Makes a password that nobody guesses and everybody can type: 20 letters in groups, 99 bits. */
export function makePassword(): string {
	const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
	return [group(), group(), group(), group()].join("-");
}
