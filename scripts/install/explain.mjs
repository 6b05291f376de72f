// @ts-check

const NETWORK =
	/\b(ENOTFOUND|EAI_AGAIN|EAI_FAIL|ECONNREFUSED|ECONNRESET|ECONNABORTED|ENETUNREACH|EHOSTUNREACH|ENETDOWN|ETIMEDOUT|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT|ECONNECTIONTIMEOUT|FETCH_ERROR|ENETWORK)\b|network timeout|socket hang up|request to \S+ failed/;
const CERTIFICATE =
	/\b(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_HAS_EXPIRED)\b/;

/**
 * True when packages came out incomplete, as on a full disk: npm only warns of that and ends with exit code 0.
 * @param {string} output what npm said, warnings included
 */
export function lostFiles(output) {
	return /\bTAR_ENTRY_ERROR\b/.test(output);
}

/**
 * The end of what npm said, each line once: a full disk says the same thing for thousands of files.
 * @param {string} output
 */
export function summarize(output) {
	return [...new Set(output.trim().split("\n"))].slice(-60).join("\n");
}

/**
 * Says in a sentence why an install failed and what to do.
 * @param {string} output what npm said
 * @param {NodeJS.Signals | null} signal that ended npm
 */
export function explainInstallFailure(output, signal) {
	const again = "then run the command again";
	if (/\bENOSPC\b/.test(output)) {
		return `Could not install the packages: the disk is full. Free about 1 GB, ${again}.`;
	}
	if (/\bEROFS\b/.test(output)) {
		return `Could not install the packages: the disk is read-only. Clone Hostbeat where you may write, ${again}.`;
	}
	if (/\b(EACCES|EPERM)\b/.test(output)) {
		return `Could not install the packages: no permission to write (see above which file). Make it yours, ${again}.`;
	}
	if (CERTIFICATE.test(output)) {
		return `Could not install the packages: the registry's certificate is not trusted. Behind a company proxy, point NODE_EXTRA_CA_CERTS at its certificate, ${again}.`;
	}
	if (/\bEINTEGRITY\b/.test(output)) {
		return `Could not install the packages: a download does not match the lockfile. Run \`npm cache clean --force\`, ${again}.`;
	}
	if (/\bEUSAGE\b|can only install .*(package-lock|shrinkwrap)/.test(output)) {
		return "Could not install the packages: package.json and package-lock.json do not belong together. Run `npm install` if you changed package.json, or `git checkout package-lock.json package.json` if you did not.";
	}
	if (NETWORK.test(output)) {
		return `Could not install the packages: the npm registry cannot be reached. Check the network (and the proxy, if you are behind one), ${again}.`;
	}
	if (/\b(E401|E403|E407|E404)\b/.test(output)) {
		return `Could not install the packages: the npm registry refused (see above). Check \`npm config get registry\` and your access to it, ${again}.`;
	}
	if (signal === "SIGKILL") {
		return `Could not install the packages: the system ended npm, most likely because memory ran out. Free some, ${again}.`;
	}
	return `Could not install the packages: npm failed, see above. Mend that, ${again}.`;
}
