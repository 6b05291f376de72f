/** Whether an address or name can only be this machine: 127.0.0.0/8, ::1, localhost and what ends in .localhost. */
export function isLoopback(host: string): boolean {
	const name = host.toLowerCase().replace(/^\[|\]$/g, "");
	return (
		name === "localhost" || name.endsWith(".localhost") || name === "::1" || /^127(\.\d{1,3}){3}$/.test(name)
	);
}

/**
 * Whether a request may be answered under the name in its `Host` header. A page elsewhere can make a name of its own
 * point here (DNS rebinding), but never an address, this machine's own name, or one that was allowed.
 */
export function isAllowedHost(
	header: string | null,
	listening: { host: string; allowed: string[] },
): boolean {
	const name = hostName(header);
	if (name === null) return false;
	if (isLoopback(name) || listening.allowed.includes(name)) return true;
	return !isLoopback(listening.host) && isAddress(name);
}

/** The name in a `Host` header without its port, `null` where there is none or it is malformed. */
export function hostName(header: string | null): string | null {
	const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(header ?? "");
	return match?.[1]?.toLowerCase().replace(/\.$/, "") ?? null;
}

function isAddress(name: string): boolean {
	return name.startsWith("[") || /^\d{1,3}(\.\d{1,3}){3}$/.test(name);
}
