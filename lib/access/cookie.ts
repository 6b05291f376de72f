/** The value of a cookie in a request (RFC 6265), `null` where it is not there. */
export function readCookie(header: string | null, name: string): string | null {
	for (const part of (header ?? "").split(";")) {
		const [key, ...value] = part.split("=");
		if (key?.trim() === name) return value.join("=").trim();
	}
	return null;
}

/** A cookie that no script can read and no page elsewhere can send; `value` null takes it back. */
export function formatCookie(
	name: string,
	value: string | null,
	{ path, isHttps, maxAgeMs }: { path: string; isHttps: boolean; maxAgeMs: number },
): string {
	const seconds = value === null ? 0 : Math.floor(maxAgeMs / 1_000);
	const flags = ["HttpOnly", "SameSite=Lax", ...(isHttps ? ["Secure"] : [])];
	return [`${name}=${value ?? ""}`, `Path=${path || "/"}`, `Max-Age=${seconds}`, ...flags].join("; ");
}
