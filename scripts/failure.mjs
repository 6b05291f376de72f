// @ts-check

/** An expected end of a command: its message is a sentence that tells the user what to do, and is all that is printed. */
export class Failure extends Error {
	/** @override */
	name = "Failure";
}
