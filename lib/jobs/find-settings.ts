import { resolve } from "node:path";
import type { Surroundings } from "./built-in-tasks";
import { defaultJobSettings, type ReadJobSettings, readJobSettings } from "./job-settings";
import { readSettingsFile, SettingsFileError } from "./settings-file";

/** Where settings are looked for, if no other place is named. */
const defaultSettingsFile = "hostbeat.yaml";

/** What was read, with the text of it: `null` where there is none. */
interface FoundJobSettings extends ReadJobSettings {
	text: string | null;
}

/**
 * What the file of settings says of jobs: `hostbeat.yaml` in the working directory, or the one that is named. Where there
 * is none, there are only the tasks that come with Hostbeat.
 */
export function findJobSettings(
	env: Record<string, string | undefined>,
	surroundings: Surroundings,
): FoundJobSettings {
	const file = env.HOSTBEAT_CONFIG || defaultSettingsFile;
	try {
		const text = readSettingsFile(resolve(file));
		if (text !== null) return { ...readJobSettings(file, text, env, surroundings), text };
	} catch (error) {
		if (!(error instanceof SettingsFileError)) throw error;
		return { settings: null, mistakes: [`${file}: ${error.message}`], warnings: [], text: null };
	}
	// One that was named should be there.
	const mistakes = env.HOSTBEAT_CONFIG
		? [`HOSTBEAT_CONFIG: expected the path of a file that is there, got "${file}"`]
		: [];
	return { settings: defaultJobSettings(surroundings), mistakes, warnings: [], text: null };
}
