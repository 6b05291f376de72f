import { z } from "zod";
import { checkName } from "@/lib/stream-names";
import type { OwnEvent, OwnStream } from "./types";
import { readValues } from "./values";

/** What is kept of a stream. */
export interface StoredStream extends Omit<OwnStream, "isRestored" | "notKept"> {
	newest: OwnEvent;
}

const file = z.object({
	version: z.literal(1),
	streams: z.array(
		z.object({
			name: z.string(),
			title: z.string().nullable(),
			unit: z.string().nullable(),
			fields: z.array(z.object({ name: z.string(), kind: z.enum(["number", "text"]) })),
			pushedBy: z.string().nullable(),
			everyMs: z.number().nullable(),
			newest: z.record(z.string(), z.union([z.number(), z.string()])),
		}),
	),
});

/** The text of the file that holds them. */
export function writeStored(streams: StoredStream[]): string {
	return JSON.stringify({ version: 1, streams });
}

/** Reads them off its text; throws where it is no such file. */
export function readStored(text: string): StoredStream[] {
	return file.parse(JSON.parse(text)).streams.map((stream) => {
		const { time, ...values } = stream.newest;
		checkName(stream.name);
		if (typeof time !== "number") throw new RangeError("time: expected a number");
		return { ...stream, newest: { time, ...readValues(values) } };
	});
}
