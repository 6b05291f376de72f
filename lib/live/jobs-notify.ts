import { basePath } from "@/lib/base-path";
import type { JobView } from "@/lib/jobs/types";

/** Whether and how this browser can tell of an end: `off` until somebody asks for it. */
export type NotifyState = "unsupported" | "denied" | "off" | "on";

/** What a browser has for it; in tests, what stands for that. */
export interface NotifyDoors {
	/** `null` where there is none, as without https. */
	permission: () => NotificationPermission | null;
	request: () => Promise<NotificationPermission>;
	show: (title: string, options: { tag: string; body: string }, onClick: () => void) => void;
	storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
	/** Runs it in one page of the browser at a time. */
	alone: (name: string, run: () => void) => Promise<void>;
	go: (id: string) => void;
}

const wishKey = `hostbeat${basePath}:tell-ends`;
const toldKey = `hostbeat${basePath}:told-ends`;
const mostTold = 100;

/** Tells of the end of jobs outside of the page: once for the whole browser, however many of its pages hear of it. */
export class JobNotices {
	#doors: NotifyDoors;

	constructor(doors: NotifyDoors = browserDoors()) {
		this.#doors = doors;
	}

	get state(): NotifyState {
		const permission = this.#doors.permission();
		if (permission === null) return "unsupported";
		if (permission === "denied") return "denied";
		return permission === "granted" && this.#read(wishKey) === "on" ? "on" : "off";
	}

	/** Turns it on or off; asks the person where the browser has not yet. */
	async turn(on: boolean): Promise<NotifyState> {
		if (on && this.#doors.permission() === "default") await this.#doors.request();
		this.#write(wishKey, on && this.#doors.permission() === "granted" ? "on" : "off");
		return this.state;
	}

	/** Tells that a job has ended, unless another page of this browser has. */
	async tell({ id }: Pick<JobView, "id">, title: string, body: string): Promise<void> {
		if (this.state !== "on") return;
		await this.#doors.alone(`hostbeat${basePath}:ends`, () => {
			const told = (this.#read(toldKey) ?? "").split(" ").filter(Boolean);
			if (told.includes(id)) return;
			this.#write(toldKey, [...told, id].slice(-mostTold).join(" "));
			this.#doors.show(title, { tag: `hostbeat-${id}`, body }, () => this.#doors.go(id));
		});
	}

	#read(key: string): string | null {
		try {
			return this.#doors.storage?.getItem(key) ?? null;
		} catch {
			// A browser may refuse its storage to a page: then it is as if nothing had been asked for.
			return null;
		}
	}

	#write(key: string, value: string): void {
		try {
			this.#doors.storage?.setItem(key, value);
		} catch {
			// As above.
		}
	}
}

function browserDoors(): NotifyDoors {
	// Browsers give notifications and locks to secure pages only.
	const isThere = typeof Notification !== "undefined" && isSecureContext && "locks" in navigator;
	return {
		permission: () => (isThere ? Notification.permission : null),
		request: () => Notification.requestPermission(),
		show: (title, options, onClick) => {
			try {
				const shown = new Notification(title, options);
				shown.onclick = () => {
					window.focus();
					shown.close();
					onClick();
				};
			} catch {
				// Phones show only what a service worker tells, and there is none.
			}
		},
		storage: typeof localStorage === "undefined" ? null : localStorage,
		alone: (name, run) => navigator.locks.request(name, async () => run()),
		go: (id) => location.assign(`${basePath}/jobs/${id}`),
	};
}
