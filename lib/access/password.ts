import { randomBytes, randomInt, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);
// As strong as N=2^17, r=8, p=1 for who guesses (OWASP Password Storage), but in 16 MiB instead of 128.
const cost = { N: 2 ** 14, r: 8, p: 5 };
const keyBytes = 32;
const mostLetters = 1_024;
const form = /^scrypt\$16384\$8\$5\$([\w-]{22})\$([\w-]{43})$/;
// Without what is mistaken for something else: 0 and o, 1 and l and i.
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** Hashes a password of at most 1,024 characters with a salt of its own: `scrypt$N$r$p$salt$key`. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(16);
	const key = await derive(normal(password), salt, keyBytes, cost);
	return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/**
 * Whether a password is the one of this hash. It takes as long for a wrong one as for the right one, and also where
 * there is no hash that could be right.
 */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
	const [, salt = "", key = ""] = form.exec(hash ?? "") ?? [];
	const got = await derive(normal(password), Buffer.from(salt, "base64url"), keyBytes, cost);
	const expected = Buffer.alloc(keyBytes);
	Buffer.from(key, "base64url").copy(expected);
	const isSame = timingSafeEqual(got, expected);
	return isSame && key !== "" && password.length <= mostLetters;
}

/** Makes a password that nobody guesses and everybody can type: 20 letters in groups, 99 bits. */
export function makePassword(): string {
	const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
	return [group(), group(), group(), group()].join("-");
}

// One keyboard sends an accented letter as one character, another as two.
function normal(password: string): string {
	return password.slice(0, mostLetters).normalize("NFC");
}
