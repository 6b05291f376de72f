import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Job, JobMessage } from "@/lib/jobs/types";
import type { Database } from "./sqlite";

interface Page {
	id: number;
	first: number;
	last: number;
	data: Uint8Array;
}

/** So many messages stand in a page, or fewer of that many bytes. */
const pageMessages = 500;
const pageBytes = 262_144;
/** An answer ends with the message that makes it longer. */
const answerBytes = 1_048_576;
const remembered = 4;

/** What jobs said: a row for each message, and pages of those that are older, compressed. */
export class JobPages {
	#statements;
	/** Of the rows of a job; too little where it is not known, and then they wait for their number. */
	#rowBytes = new Map<string, number>();
	/** Many who watch read the same. */
	#unpacked = new Map<number, JobMessage[]>();

	constructor(database: Database) {
		this.#statements = {
			insert: database.prepare("INSERT INTO job_message (job, seq, data) VALUES (?, ?, ?)"),
			rows: database.prepare(
				"SELECT seq, data FROM job_message WHERE job = ? AND seq > ? ORDER BY seq LIMIT ?",
			),
			lastRow: database.prepare("SELECT max(seq) AS last FROM job_message WHERE job = ?"),
			removeRows: database.prepare("DELETE FROM job_message WHERE job = ? AND seq <= ?"),
			page: database.prepare(
				"SELECT id, first, last, data FROM job_page WHERE job = ? AND last > ? ORDER BY last LIMIT 1",
			),
			lastPage: database.prepare("SELECT max(last) AS last FROM job_page WHERE job = ?"),
			insertPage: database.prepare("INSERT INTO job_page (job, first, last, data) VALUES (?, ?, ?, ?)"),
			removePages: database.prepare("DELETE FROM job_page WHERE job = ?"),
			grow: database.prepare("UPDATE job SET bytes = bytes + ? WHERE id = ?"),
		};
	}

	/** Keeps those that are later than all before. To be called in a transaction. */
	append(job: string, messages: readonly JobMessage[]): void {
		const packed = this.#last("lastPage", job);
		let last = Math.max(packed, this.#last("lastRow", job));
		let bytes = this.#rowBytes.get(job) ?? 0;
		for (const message of messages) {
			// One that was told twice, for the thread had ended before it could say that it is kept.
			if (message.seq <= last) continue;
			const data = JSON.stringify(message);
			this.#statements.insert.run(job, message.seq, data);
			bytes += data.length;
			last = message.seq;
		}
		this.#rowBytes.set(job, bytes);
		if (last - packed >= pageMessages || bytes >= pageBytes) this.pack(job, pageMessages / 2);
	}

	/** Packs the rows of a job while there are so many. To be called in a transaction. */
	pack(job: string, least: number): void {
		this.#rowBytes.delete(job);
		for (;;) {
			const rows = this.#rows(job, 0, pageMessages, pageBytes);
			const [first] = rows;
			const last = rows.at(-1);
			const bytes = rows.reduce((sum, { data }) => sum + data.length, 0);
			if (!first || !last || (rows.length < least && bytes < pageBytes)) return;
			const data = deflateRawSync(`[${rows.map(({ data }) => data).join()}]`);
			this.#statements.insertPage.run(job, first.seq, last.seq, data);
			this.#statements.removeRows.run(job, last.seq);
			this.#statements.grow.run(data.length, job);
		}
	}

	/** In their order; of the page in which they begin, or else of the rows. */
	read(job: string, after: number, limit: number, jobOf: () => Job | null): JobMessage[] {
		const page = this.#statements.page.get(job, after) as unknown as Page | undefined;
		if (page) {
			const later = this.#unpack(page, jobOf).filter(({ seq }) => seq > after);
			return later.slice(0, limit);
		}
		return this.#rows(job, after, limit, answerBytes).map(({ seq, data }) => {
			return parse<JobMessage>(data) ?? standIn(seq, jobOf());
		});
	}

	remove(job: string): void {
		this.#rowBytes.delete(job);
		this.#unpacked.clear();
		this.#statements.removePages.run(job);
		this.#statements.removeRows.run(job, Number.MAX_SAFE_INTEGER);
	}

	#rows(job: string, after: number, limit: number, most: number): { seq: number; data: string }[] {
		const rows: { seq: number; data: string }[] = [];
		let bytes = 0;
		for (const row of this.#statements.rows.iterate(job, after, limit)) {
			rows.push(row as unknown as { seq: number; data: string });
			bytes += (row as unknown as { data: string }).data.length;
			if (bytes >= most) break;
		}
		return rows;
	}

	#unpack({ id, first, last, data }: Page, jobOf: () => Job | null): JobMessage[] {
		const known = this.#unpacked.get(id);
		if (known) return known;
		let messages: JobMessage[] | null = null;
		try {
			messages = parse(inflateRawSync(data).toString());
		} catch {
			// A damaged page costs what it held only.
		}
		if (!messages) {
			const job = jobOf();
			messages = Array.from({ length: last - first + 1 }, (_, index) => standIn(first + index, job));
		}
		const [oldest] = this.#unpacked.keys();
		if (oldest !== undefined && this.#unpacked.size >= remembered) this.#unpacked.delete(oldest);
		this.#unpacked.set(id, messages);
		return messages;
	}

	#last(of: "lastPage" | "lastRow", job: string): number {
		return (this.#statements[of].get(job) as { last: number | null }).last ?? 0;
	}
}

function parse<T>(text: string): T | null {
	try {
		return JSON.parse(text) as T;
	} catch {
		return null;
	}
}

/** For one that cannot be read: who waits for the next number, or for the end, would wait for ever. */
function standIn(seq: number, job: Job | null): JobMessage {
	const time = job?.endedAt ?? job?.queuedAt ?? 0;
	const status = job?.status;
	if (job && seq === job.messages && status && status !== "queued" && status !== "running") {
		return { seq, time, kind: status, words: job.reason };
	}
	return { seq, time, kind: "log", source: "hostbeat", words: { text: "…" } };
}
