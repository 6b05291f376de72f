import { z } from "zod";
import { parseTime } from "@/lib/parse-time";

const expected = "expected Unix milliseconds or a time with its zone, as 2026-11-20T03:00Z";

/** One time: Unix milliseconds, or ISO 8601 with a zone, without which nobody knows which hour is meant. */
export function time() {
	return z
		.array(z.string())
		.optional()
		.transform((values, context): number | null => {
			if (!values) return null;
			const [value = ""] = values;
			const time = values.length === 1 ? parseTime(value) : null;
			if (time !== null) return time;
			context.addIssue(`${expected}; got "${values.join('", "')}"`);
			return z.NEVER;
		});
}
