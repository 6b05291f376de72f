import { readView, writeView } from "./view";
import type { ViewStore } from "./view-store";

/** Views that follow each other so quickly are one step of a person, and one to go back. */
const oneStepMs = 1_000;
/** Browsers refuse an address that changes more than some hundred times in half a minute. */
const writeMs = 400;

/** Keeps the view in the page's address: going back undoes a step, a reload keeps it, and it can be sent to others. */
export class ViewAddress {
	#views: ViewStore;
	#steppedAt = Number.NEGATIVE_INFINITY;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Whether the view follows the address, and not the other way round. */
	#isFollowing = false;
	#end = () => {};

	constructor(views: ViewStore) {
		this.#views = views;
	}

	/** Begins to follow, and runs `begin`, after which an address may stand for another view than it asked for. */
	start(begin: () => void): void {
		this.#end = this.#views.on("view", () => this.#step());
		window.addEventListener("popstate", this.#goBack);
		this.#follow(begin);
	}

	close(): void {
		this.#end();
		window.removeEventListener("popstate", this.#goBack);
		this.#write();
	}

	#goBack = () => {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#steppedAt = Number.NEGATIVE_INFINITY;
		this.#follow(() => this.#views.show(readView(new URLSearchParams(location.search))));
	};

	#follow(run: () => void): void {
		this.#isFollowing = true;
		run();
		this.#isFollowing = false;
	}

	#step(): void {
		const address = this.#address;
		if (this.#isFollowing) {
			if (address !== location.href) history.replaceState(null, "", address);
			return;
		}
		const isNew = this.#views.isMarked || performance.now() - this.#steppedAt >= oneStepMs;
		this.#steppedAt = performance.now();
		// By the browser's own history: Next goes along with it and does not ask the server for the page again.
		if (isNew) history.pushState(null, "", address);
		else this.#timer ??= setTimeout(() => this.#write(), writeMs);
	}

	#write(): void {
		if (this.#timer === undefined) return;
		clearTimeout(this.#timer);
		this.#timer = undefined;
		history.replaceState(null, "", this.#address);
	}

	get #address(): string {
		const address = new URL(location.href);
		for (const name of ["range", "from", "to"]) address.searchParams.delete(name);
		for (const [name, value] of new URLSearchParams(writeView(this.#views.view))) {
			address.searchParams.set(name, value);
		}
		return address.href;
	}
}
