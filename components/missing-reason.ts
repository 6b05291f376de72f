import { messages } from "@/lib/messages";
import { reasonAt } from "@/lib/reason-at";

/** Why a number of a reading is not known; nothing when it is. */
export function missingReason(
	reading: { missing?: Record<string, string> } | undefined,
	path: string,
	value: number | string | null,
): string | undefined {
	if (value !== null) return undefined;
	return reasonAt(reading?.missing, path) ?? messages.unknownReason;
}
