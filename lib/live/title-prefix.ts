let prefix = "";
const listeners = new Set<() => void>();

/** What stands before the title of the page in its tab: how far a job is. */
export const titlePrefix = {
	get: () => prefix,
	set: (text: string) => {
		if (text === prefix) return;
		prefix = text;
		for (const listener of [...listeners]) listener();
	},
	on: (listener: () => void) => {
		listeners.add(listener);
		return () => {
			listeners.delete(listener);
		};
	},
};
