import { closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";

const mostBytes = 256 * 1_024;
const groupOrAll = 0o022;
const all = 0o002;
const sticky = 0o1000;

/** Why a file is not taken for settings: what was expected, and what came. */
export class SettingsFileError extends Error {
	override name = "SettingsFileError";
}

/**
 * The text of a file whose commands this user runs: so nobody else may have written it. `null` where there is none.
 * Throws a SettingsFileError that says what to do.
 */
export function readSettingsFile(path: string): string | null {
	let descriptor: number;
	try {
		// Not waiting for anybody to write where it is a pipe.
		descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "ENOENT" || code === "ENOTDIR") return null;
		throw new SettingsFileError(`expected a file that can be read, got ${code}`);
	}
	try {
		// Of the very file that is read, for another may take its place meanwhile.
		const stats = fstatSync(descriptor);
		const { uid, mode, size } = stats;
		if (!stats.isFile()) throw new SettingsFileError("expected a regular file, got something else");
		if (size > mostBytes) throw tooLarge(size);
		checkOwner(path, uid, mode);
		const bytes = Buffer.alloc(mostBytes + 1);
		let length = 0;
		for (let read = -1; read !== 0 && length < bytes.length; length += read)
			read = readSync(descriptor, bytes, length, bytes.length - length, null);
		// It grew meanwhile, or its file system does not know how large it is.
		if (length > mostBytes) throw tooLarge(length);
		try {
			return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length));
		} catch {
			throw new SettingsFileError("expected text in UTF-8, got something else");
		}
	} finally {
		closeSync(descriptor);
	}
}

const tooLarge = (bytes: number) => new SettingsFileError(`expected at most 256 KiB, got ${bytes} bytes`);

function checkOwner(path: string, uid: number, mode: number): void {
	// Windows has no such modes.
	if (process.platform === "win32" || !process.getuid) return;
	const own = process.getuid();
	if (uid !== own && uid !== 0) {
		const expected = "expected a file of this user or of root, for its commands are run";
		throw new SettingsFileError(`${expected}, got one of user ${uid}: chown ${own} ${path}`);
	}
	if ((mode & groupOrAll) !== 0) {
		const expected = "expected a file that nobody else may write, for its commands are run";
		throw new SettingsFileError(`${expected}, got mode ${(mode & 0o777).toString(8)}: chmod go-w ${path}`);
	}
	const directory = dirname(path);
	// Who may write there can put another file in its place.
	const around = statSync(directory).mode;
	if ((around & all) !== 0 && (around & sticky) === 0) {
		const expected = "expected a directory around it that not everyone may write";
		throw new SettingsFileError(
			`${expected}, got mode ${(around & 0o777).toString(8)}: chmod o-w ${directory}`,
		);
	}
}
