import { BrowserConnection } from "./browser-connection";
import type { JobsStore } from "./jobs";
import type { LiveStore } from "./store";
import type { PageConnection, Visibility } from "./types";

/**
 * Feeds the jobs of a page that shows nothing else from the stream which all pages share; or, where that tells nothing
 * of jobs, by asking while somebody looks.
 */
export class JobsConnection {
	#store: JobsStore;
	#connection: PageConnection | null = null;

	constructor(store: JobsStore, visibility: Visibility) {
		this.#store = store;
		const { isTold, cursor } = store.start;
		if (isTold) {
			this.#connection = new BrowserConnection(cursor, visibility, {
				onHello: ({ time, resumed }) => {
					store.hear("hello", { time });
					if (resumed === "gap") void store.refresh();
				},
				onEvent: (name, data) => store.hear(name, data),
				// What fell into the hole may have been the end of a job.
				onHole: () => void store.refresh(),
				onState: (state) => store.hearState(state),
			});
			this.#connection.start();
		} else store.poll(visibility === "visible");
	}

	setVisibility(visibility: Visibility): void {
		this.#connection?.setVisibility(visibility);
		if (visibility === "visible") this.#connection?.wake();
		if (!this.#connection) this.#store.poll(visibility === "visible");
	}

	retryNow(): void {
		if (this.#connection) this.#connection.retryNow();
		else void this.#store.refresh();
	}

	/** Ends the connection; the store goes on. */
	leave(): void {
		this.#connection?.stop();
	}

	close(): void {
		this.leave();
		this.#store.close();
	}
}

/** Feeds them from what the dashboard hears already; returns what ends it. */
export function followDashboard(store: JobsStore, live: LiveStore): () => void {
	const hearAll = () => {
		const jobs = live.get("jobs");
		if (jobs) store.hear("jobs", jobs);
	};
	const hearState = () => store.hearState(live.state);
	hearAll();
	hearState();
	const ends = [live.on("jobs", hearAll), live.on("state", hearState)];
	live.hearJob = (job) => store.put(job);
	return () => {
		live.hearJob = null;
		for (const end of ends) end();
	};
}
