import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { CsvError, type Info, parse } from "csv-parse";

/** One line of a file, its cells as they are. */
export interface CsvLine {
	/** Where it ends, from 1 on. */
	line: number;
	cells: string[];
	/** How much of the file was read. */
	bytes: number;
}

/** A file is no CSV, from this line on. */
export class NoCsv extends Error {
	constructor(
		readonly line: number,
		message: string,
	) {
		super(message);
	}
}

const mostLineBytes = 256 * 1024;
const separators = [",", ";", "\t"];

/** Reads a file of CSV line by line, however long it is. Throws a NoCsv for what is none. */
export async function* readRecords(path: string): AsyncGenerator<CsvLine> {
	const source = createReadStream(path);
	const parser = parse({
		bom: true,
		delimiter: await findSeparator(path),
		info: true,
		max_record_size: mostLineBytes,
		relax_column_count: true,
		skip_empty_lines: true,
	});
	source.on("error", (error) => parser.destroy(error));
	source.pipe(parser);
	try {
		for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
			yield { line: info.lines, cells: record, bytes: info.bytes };
		}
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		const { lines } = error as CsvError & { lines?: number };
		throw new NoCsv(lines ?? 1, error.message);
	} finally {
		source.destroy();
		parser.destroy();
	}
}

/** The one that the first line has most of: no name of a series holds any. */
async function findSeparator(path: string): Promise<string> {
	const file = await open(path);
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
		const [line = ""] = buffer.toString("latin1", 0, bytesRead).split(/[\r\n]/);
		const count = (separator: string) => line.split(separator).length;
		return separators.toSorted((a, b) => count(b) - count(a))[0] ?? ",";
	} finally {
		await file.close();
	}
}
