import { createHash } from "node:crypto";
import { statSync } from "node:fs";

/** Names a server by its directory of data, which no two servers share; it names another after that was made anew. */
export function nameOwner(dataDirectory: string): string {
	let identity = dataDirectory;
	try {
		// Two containers may call different directories by the same name, and see each other's processes.
		const { dev, ino } = statSync(/* turbopackIgnore: true */ dataDirectory, { bigint: true });
		identity = `${dev}:${ino}`;
	} catch {
		// It is not there: nothing is kept then, and its name is all there is.
	}
	return createHash("sha256").update(identity).digest("hex").slice(0, 16);
}

/** The variable that all processes of an owner's jobs have. */
export const ownerMark = (owner: string): Record<string, string> => ({ HOSTBEAT_JOBS_OF: owner });

/** The variable that the process has which runs an owner's jobs. */
export const hostMark = (owner: string): Record<string, string> => ({ HOSTBEAT_JOBS_BY: owner });

/** The variables that all processes of a job have. */
export const jobMarks = (owner: string, id: string): Record<string, string> => ({
	...ownerMark(owner),
	HOSTBEAT_JOB: id,
});

/** As they stand in an environment. */
export const toEntries = (marks: Record<string, string>): string[] =>
	Object.entries(marks).map(([name, value]) => `${name}=${value}`);
