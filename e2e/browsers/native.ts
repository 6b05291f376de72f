import { expect, type Page } from "@playwright/test";
import type { HttpProxy } from "../fixtures/http-proxy";
import { askedBetween } from "./viewer";

/** What a browser's own EventSource did about a fault, in milliseconds since it began or since its cause was gone. */
export interface NativeTold {
	events: { ms: number; type: string; readyState: number }[];
	/** A reading again, after the cause was gone; `null` where none came. */
	readingMs: number | null;
	/** It will never try again. */
	gaveUp: boolean;
	/** What it asked for while the cause lasted. */
	asked: string[];
	/** Ticks that never came. */
	missed: number;
}

interface Log {
	events: { at: number; type: "open" | "error"; readyState: number }[];
	readings: { at: number; tick: number; delayMs: number }[];
	/** As its last `pageshow` said it. */
	persisted: boolean | null;
	readyState: number;
}

export const nativePath = "/event-source";

/** A page with nothing but an EventSource, left to itself. */
export const nativePages = {
	[nativePath]: `<!doctype html><title>EventSource</title><script>
const source = new EventSource("/api/stream?events=cpu");
const log = { events: [], readings: [], persisted: null, get readyState() { return source.readyState; } };
for (const type of ["open", "error"]) {
	source.addEventListener(type, () => log.events.push({ at: Date.now(), type, readyState: source.readyState }));
}
source.addEventListener("cpu", ({ data, lastEventId }) => {
	const at = Date.now();
	const tick = Number(lastEventId.slice(lastEventId.lastIndexOf("-") + 1));
	log.readings.push({ at, tick, delayMs: at - JSON.parse(data).time });
});
addEventListener("pageshow", ({ persisted }) => { log.persisted = persisted; });
</script>`,
};

const closed = 2;
/** Three times what any browser waits between attempts. */
const patienceMs = 15_000;

/** A page that leaves all to EventSource. */
export class NativeViewer {
	#page: Page;
	#proxy: HttpProxy;

	private constructor(page: Page, proxy: HttpProxy) {
		this.#page = page;
		this.#proxy = proxy;
	}

	static async open(page: Page, proxy: HttpProxy): Promise<NativeViewer> {
		await page.goto(proxy.url + nativePath);
		const viewer = new NativeViewer(page, proxy);
		await expect
			.poll(async () => (await viewer.read()).readings.length, { timeout: 15_000 })
			.toBeGreaterThan(2);
		return viewer;
	}

	read(): Promise<Log> {
		return readLog(this.#page);
	}

	/** Sums up a fault that is over, once a reading has come again or none will. */
	async tell(begunAt: number, goneAt: number): Promise<NativeTold> {
		const isOver = ({ readings, readyState }: Log) =>
			readyState === closed || readings.some(({ at }) => at >= goneAt);
		while (!isOver(await this.read()) && Date.now() < goneAt + patienceMs) {
			await this.#page.waitForTimeout(200);
		}
		const { events, readings, readyState } = await this.read();
		const reading = readings.find(({ at }) => at >= goneAt);
		const steps = readings.slice(1).map(({ tick }, index) => tick - (readings[index]?.tick ?? tick));
		return {
			events: events.flatMap(({ at, ...event }) => (at >= begunAt ? [{ ms: at - begunAt, ...event }] : [])),
			readingMs: reading ? reading.at - goneAt : null,
			gaveUp: readyState === closed,
			asked: askedBetween(this.#proxy, begunAt, goneAt),
			missed: steps.reduce((sum, step) => sum + Math.max(0, step - 1), 0),
		};
	}
}

export function readLog(page: Page): Promise<Log> {
	// A constant of a script is not a property of its window.
	return page.evaluate<Log>("({ ...log })");
}
