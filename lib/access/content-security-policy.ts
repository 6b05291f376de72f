interface Mode {
	development: boolean;
}

/**
 * The policy of a page: scripts run only with the nonce of this answer, all else comes from this server.
 * In development React needs eval, and the reloader a socket.
 */
export function contentSecurityPolicy(nonce: string, { development }: Mode): string {
	return [
		"default-src 'none'",
		`script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
		`style-src 'self'${development ? " 'unsafe-inline'" : ""}`,
		"img-src 'self' data:",
		"font-src 'self'",
		"manifest-src 'self'",
		`connect-src 'self'${development ? " ws:" : ""}`,
		"worker-src 'self'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
	].join("; ");
}

/** The policy of the program's own scripts, which counts where one of them is a worker: it asks this server, and no other. */
export function workerSecurityPolicy({ development }: Mode): string {
	return [
		"default-src 'none'",
		`script-src 'self'${development ? " 'unsafe-eval'" : ""}`,
		`connect-src 'self'${development ? " ws:" : ""}`,
		"frame-ancestors 'none'",
	].join("; ");
}
