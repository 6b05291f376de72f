import { speak } from "@/lib/job-words";
import type { Language } from "@/lib/language";
import type { JobMessage } from "./types";

/** A message as a line of plain text, empty for one that has no place there: how far a job is, that is. */
export function lineOf(message: JobMessage, language: Language): string {
	if (message.kind === "progress") return "";
	const words = "words" in message ? message.words : null;
	const text = words ? speak(words, language) : "";
	if (message.kind === "log" && message.source !== "hostbeat") return `${text}\n`;
	const time = new Date(message.time).toISOString();
	const said = message.kind === "log" ? text : [message.kind, text].filter(Boolean).join(": ");
	return `[${time}] ${said}\n`;
}
