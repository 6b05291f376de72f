import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { makeDirectory } from "@/lib/make-directory";
import { isSame, listProcesses, readProcess, readVariables } from "./processes";

const ofOwner = "HOSTBEAT_JOBS_OF";
const byOwner = "HOSTBEAT_JOBS_BY";

/**
 * Names a server: by its directory of data, which is another after that was made anew, and by its process, for somebody
 * may start a second server on the same directory.
 */
export function nameOwner(dataDirectory: string): string {
	const startTime = readProcess(process.pid)?.startTime ?? 0;
	return `${nameDirectory(dataDirectory)}-${process.pid}-${startTime}`;
}

/** Of the servers on the same directory those that live no more, though what they started does. */
export function findDeadOwners(owner: string): string[] {
	const [directory = ""] = owner.split("-");
	const owners = listProcesses().flatMap(({ pid }) => readVariables(pid, [ofOwner, byOwner]));
	return [...new Set(owners)].filter((one) => {
		const [name, pid, startTime] = one.split("-");
		const server = { pid: Number(pid), startTime: Number(startTime) };
		return name === directory && !isSame(server, readProcess(server.pid));
	});
}

function nameDirectory(path: string): string {
	let identity = path;
	try {
		// Or else it would have another name at the next start, once it is there.
		makeDirectory(path);
		// Two containers may call different directories by the same name, and see each other's processes.
		const { dev, ino } = statSync(/* turbopackIgnore: true */ path, { bigint: true });
		identity = `${dev}:${ino}`;
	} catch {
		// It cannot be there: nothing is kept then, and its name is all there is.
	}
	return createHash("sha256").update(identity).digest("hex").slice(0, 16);
}

/** The variable that all processes of an owner's jobs have. */
export const ownerMark = (owner: string): Record<string, string> => ({ [ofOwner]: owner });

/** The variable that the process has which runs an owner's jobs. */
export const hostMark = (owner: string): Record<string, string> => ({ [byOwner]: owner });

/** The variables that all processes of a job have. */
export const jobMarks = (owner: string, id: string): Record<string, string> => ({
	...ownerMark(owner),
	HOSTBEAT_JOB: id,
});

/** As they stand in an environment. */
export const toEntries = (marks: Record<string, string>): string[] =>
	Object.entries(marks).map(([name, value]) => `${name}=${value}`);
