import type { Job, JobMessage } from "@/lib/jobs/types";
import { JobPages } from "./job-pages";
import type { JobWrite } from "./protocol";
import type { Database } from "./sqlite";

/** What a prune leaves: see `JobStore`; and so many bytes of messages at most, but for the newest job's. */
export interface JobRule {
	keep: number;
	before: number;
	maxBytes: number;
}

/** Later than every id. */
const afterAll = "~";

/** Jobs as rows, and what they said: the newest messages as rows, all before in pages. */
export class JobTable {
	#statements;
	#pages: JobPages;

	constructor(database: Database) {
		this.#pages = new JobPages(database);
		this.#statements = {
			put: database.prepare(
				`INSERT INTO job (id, key, ended, data) VALUES (?, ?, ?, ?)
				ON CONFLICT (id) DO UPDATE SET key = excluded.key, ended = excluded.ended, data = excluded.data`,
			),
			get: database.prepare("SELECT data FROM job WHERE id = ?"),
			find: database.prepare("SELECT data FROM job WHERE key = ? ORDER BY id DESC LIMIT 1"),
			list: database.prepare("SELECT data FROM job WHERE id < ? ORDER BY id DESC LIMIT ?"),
			unfinished: database.prepare("SELECT data FROM job WHERE ended IS NULL ORDER BY id"),
			sizes: database.prepare("SELECT id, ended, bytes FROM job ORDER BY id DESC"),
			remove: database.prepare("DELETE FROM job WHERE id = ?"),
		};
	}

	/** Keeps it. To be called in a transaction; what is there already changes nothing. */
	write(write: JobWrite): void {
		if (write.type === "append") {
			this.#pages.append(write.id, write.messages);
			return;
		}
		const { job } = write;
		this.#statements.put.run(job.id, job.key, job.endedAt, JSON.stringify(job));
		// Nothing more comes of it, or little.
		if (job.endedAt !== null) this.#pages.pack(job.id, 1);
	}

	get(id: string): Job | null {
		return readJobs([this.#statements.get.get(id)])[0] ?? null;
	}

	find(key: string): Job | null {
		return readJobs([this.#statements.find.get(key)])[0] ?? null;
	}

	/** Newest first. */
	list(before: string | null, limit: number): Job[] {
		return readJobs(this.#statements.list.all(before ?? afterAll, limit));
	}

	/** Oldest first. */
	unfinished(): Job[] {
		return readJobs(this.#statements.unfinished.all());
	}

	messages(id: string, after: number, limit: number): JobMessage[] {
		return this.#pages.read(id, after, limit, () => this.get(id));
	}

	/** Forgets what the rule says, and gives the ids. To be called in a transaction. */
	prune({ keep, before, maxBytes }: JobRule): string[] {
		const rows = this.#statements.sizes.all() as unknown as {
			id: string;
			ended: number | null;
			bytes: number;
		}[];
		let bytes = 0;
		let ended = 0;
		const gone = rows.filter((row) => {
			bytes += row.bytes;
			if (row.ended === null) return false;
			ended++;
			return ended > keep || row.ended < before || (ended > 1 && bytes > maxBytes);
		});
		for (const { id } of gone) {
			this.#statements.remove.run(id);
			this.#pages.remove(id);
		}
		return gone.map(({ id }) => id);
	}
}

function readJobs(rows: unknown[]): Job[] {
	return rows.flatMap((row) => {
		if (!row) return [];
		try {
			return [JSON.parse((row as { data: string }).data) as Job];
		} catch {
			// A damaged row costs that job only.
			return [];
		}
	});
}
