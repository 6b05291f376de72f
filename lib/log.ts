import { createConsola, LogLevels } from "consola";

/** Writes one line for people to standard error; what is secret never comes here. */
export interface Log {
	info(message: string): void;
	warn(message: string, error?: unknown): void;
	error(message: string, error?: unknown): void;
}

const consola = createConsola({ level: LogLevels.info, stdout: process.stderr, stderr: process.stderr });

/** Makes the log of one part of the program; its name stands in each line. */
export function createLog(scope: string): Log {
	const tagged = consola.withTag(scope);
	return {
		info: (message) => tagged.info(message),
		warn: (message, error) => (error === undefined ? tagged.warn(message) : tagged.warn(message, error)),
		error: (message, error) => (error === undefined ? tagged.error(message) : tagged.error(message, error)),
	};
}
