// What programs need to be found, to write text and times as they are set here, and to run as this one was told to.
const needed = [
	...["PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TZ", "LANG", "LANGUAGE", "XDG_RUNTIME_DIR"],
	...["NODE_ENV", "NODE_OPTIONS", "NODE_PATH", "NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM", "CI"],
	...["SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "TEMP", "TMP", "USERPROFILE"],
];
const neededGroups = /^(LC|LD|DYLD|UV|MALLOC)_/;

/**
 * Of an environment, what a process that measures needs. All else stays here: nobody knows what secrets of other
 * programs are in it.
 */
export function readChildEnvironment(env: Record<string, string | undefined>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(env).flatMap(([name, value]) => {
			// Windows tells no capitals from others.
			const isNeeded = needed.includes(name.toUpperCase()) || neededGroups.test(name);
			return isNeeded && value !== undefined ? [[name, value]] : [];
		}),
	);
}
