import { basePath } from "@/lib/base-path";
import { mayRead } from "./may-read";
import type { ConnectionState } from "./types";

interface WatchOptions {
	/** The session is over, and the connection has not said so. */
	onOver: () => void;
	/** Somebody has signed in again. */
	onBack: () => void;
	mayRead?: () => Promise<boolean | null>;
	/** How all pages of this server in this browser hear each other; `null` where they cannot. */
	openChannel?: () => BroadcastChannel | null;
}

/**
 * Finds out that a session is over where the connection cannot, and that there is one again. Asks the server once for
 * each reason to ask, never by the clock: a page that is signed out may stand open for weeks.
 */
export class SessionWatch {
	#options: Required<WatchOptions>;
	#isOver = false;
	#isAsking = false;
	#channel: BroadcastChannel | null = null;

	constructor(options: WatchOptions) {
		this.#options = { mayRead, openChannel: openBrowserChannel, ...options };
	}

	/** The page was told how it stands to its server. */
	hear({ name }: ConnectionState): void {
		this.#isOver = name === "signedOut";
		if (!this.#isOver) {
			this.close();
			return;
		}
		this.#channel ??= this.#options.openChannel();
		this.#channel?.addEventListener("message", this.look);
	}

	/** The server has refused an answer for want of a session. */
	doubt(): void {
		if (!this.#isOver) void this.#ask();
	}

	/** Somebody looks at the page again, or has signed in in another one. */
	look = (): void => {
		if (this.#isOver) void this.#ask();
	};

	/** Tells all other pages that this one may read: it was just loaded, perhaps after signing in. */
	announce(): void {
		// Open no longer than it takes: a browser keeps no page for the way back that listens.
		const channel = this.#options.openChannel();
		channel?.postMessage("signed-in");
		channel?.close();
	}

	close(): void {
		this.#channel?.close();
		this.#channel = null;
	}

	async #ask(): Promise<void> {
		if (this.#isAsking) return;
		const wasOver = this.#isOver;
		this.#isAsking = true;
		const may = await this.#options.mayRead();
		this.#isAsking = false;
		// Meanwhile the connection may have said so, or a person may have pressed Start.
		if (may === null || this.#isOver !== wasOver) return;
		if (may && wasOver) this.#options.onBack();
		else if (!may && !wasOver) this.#options.onOver();
	}
}

function openBrowserChannel(): BroadcastChannel | null {
	return typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`hostbeat${basePath}`);
}
