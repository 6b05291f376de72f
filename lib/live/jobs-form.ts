import type { Parameter, Parameters, ParameterValue } from "@/lib/jobs/types";

/** What a form holds of a parameter. */
export type Typed = { text: string } | { isOn: boolean } | { uploadId: string };

/** How a server's wall clock and the times of a form belong together. */
export interface WallClock {
	/** When the clocks of the server show this, written as if it were UTC; `null` if never. */
	timeOf: (local: number) => number | null;
}

/** A value as the server takes it; `undefined` where nothing was typed, so that the task's own default holds. */
export function readTyped(parameter: Parameter, typed: Typed, clock: WallClock): ParameterValue | undefined {
	if ("isOn" in typed) return typed.isOn;
	if ("uploadId" in typed) return typed.uploadId;
	// As it was typed where it is text: spaces may be meant.
	if (parameter.type === "text")
		return typed.text === "" && parameter.default !== undefined ? undefined : typed.text;
	const text = typed.text.trim();
	if (text === "") return undefined;
	if (parameter.type === "number") return Number(text);
	if (parameter.type === "metrics") return text.split(/[\s,]+/).filter(Boolean);
	if (parameter.type === "time") {
		const local = Date.parse(`${text}Z`);
		return (Number.isNaN(local) ? null : clock.timeOf(local)) ?? text;
	}
	return text;
}

/** What a server says is wrong, by parameter where it names one, and the rest. */
export function readMistakes(
	message: string,
	names: readonly string[],
): { byName: Record<string, string>; rest: string } {
	const byName: Record<string, string> = {};
	const rest: string[] = [];
	for (const line of message.split("\n")) {
		const [, name = "", text = ""] = /^(?:parameters\.)?([\w-]+): (.+)$/.exec(line) ?? [];
		if (names.includes(name)) byName[name] = text;
		else rest.push(line);
	}
	return { byName, rest: rest.join(" ") };
}

/** Which parameters were given a value. */
export function givenParameters(values: [string, ParameterValue | undefined][]): Parameters {
	return Object.fromEntries(
		values.filter((entry): entry is [string, ParameterValue] => entry[1] !== undefined),
	);
}

/** A key with which a start that was sent twice is one. */
export function makeKey(): string {
	// Not randomUUID, which browsers give to secure pages only.
	return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
		byte.toString(16).padStart(2, "0"),
	).join("");
}
