import type { ProcessState } from "../types";

/** What `/proc/<pid>/stat` says of a process (proc_pid_stat(5)). */
export interface ProcessStat {
	/** The bytes of its name, one character each: they may be anything. */
	rawName: string;
	/** `null` for a letter that is not known. */
	state: ProcessState | null;
	/** Page faults of its children, counted when it learns of their end. */
	childFaults: number;
	/** The processor's time of all its threads, user and system. */
	ticks: number;
	threads: number;
	/** After the start of the host; together with its number this names a process for good. */
	startTicks: number;
	residentPages: number;
}

const openBracket = 0x28;
const closeBracket = 0x29;
const space = 0x20;
const minus = 0x2d;
const newline = 0x0a;

const states: Record<string, ProcessState> = {
	R: "running",
	S: "sleeping",
	D: "waiting",
	T: "stopped",
	t: "stopped",
	Z: "zombie",
	I: "idle",
};

// As proc_pid_stat(5) counts them; the third is the letter of the state.
const firstNumber = 4;
const lastNumber = 24;
const field = {
	childFaults: 11,
	userTicks: 14,
	systemTicks: 15,
	threads: 20,
	startTicks: 22,
	residentPages: 24,
};

const numbers = new Float64Array(lastNumber + 1);

/**
 * Reads the first `length` bytes of such a file; `null` when they are damaged or cut off, or of a process that is
 * already dead. As bytes, which takes half as long as a string, as there may be thousands of them.
 */
export function parseProcessStat(bytes: Buffer, length = bytes.length): ProcessStat | null {
	const open = bytes.indexOf(openBracket);
	// The last one: the name between them may itself hold brackets, spaces and line ends.
	const close = length > 0 ? bytes.lastIndexOf(closeBracket, length - 1) : -1;
	if (open < 0 || close < open || close + 4 > length) return null;
	const letter = String.fromCharCode(bytes[close + 2] as number);
	if (letter === "X" || letter === "x" || !readNumbers(bytes, close + 4, length)) return null;
	return {
		rawName: bytes.toString("latin1", open + 1, close),
		state: states[letter] ?? null,
		childFaults: numbers[field.childFaults] as number,
		ticks: (numbers[field.userTicks] as number) + (numbers[field.systemTicks] as number),
		threads: numbers[field.threads] as number,
		startTicks: numbers[field.startTicks] as number,
		residentPages: numbers[field.residentPages] as number,
	};
}

/** Reads the fields from the fourth on into `numbers`; whether all of them are there, each whole. */
function readNumbers(bytes: Buffer, from: number, length: number): boolean {
	let at = from;
	for (let index = firstNumber; index <= lastNumber; index++) {
		const isNegative = bytes[at] === minus;
		if (isNegative) at++;
		const first = at;
		let value = 0;
		for (; at < length; at++) {
			const digit = (bytes[at] as number) - 0x30;
			if (digit < 0 || digit > 9) break;
			value = value * 10 + digit;
		}
		// What ends a number must still be there: without it the rest of its digits may have been cut off.
		if (at === first || at >= length || (bytes[at] !== space && bytes[at] !== newline)) return false;
		numbers[index] = isNegative ? -value : value;
		at++;
	}
	return true;
}
