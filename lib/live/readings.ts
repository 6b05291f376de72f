import { flatten } from "@/lib/flatten";
import { holdReadings } from "@/lib/hold";
import { type StateEvents, type StateName, stateNames } from "@/lib/metrics/types";
import { SeriesWindow } from "@/lib/series-window";
import type { OwnEvent, OwnStreamList } from "@/lib/streams/types";
import type { PageState } from "./types";

const windowSteps = 900;

/** The newest reading of each event, and the window of series that they leave behind. */
export class Readings {
	#page: PageState;
	#newest: Partial<StateEvents>;
	readonly window: SeriesWindow;

	constructor(page: PageState) {
		const { from, stepMs, series } = page.window;
		this.#page = page;
		// What the page was rendered with stays as it was.
		this.#newest = { ...page.events };
		this.window = new SeriesWindow(windowSteps, stepMs);
		for (const [metric, values] of Object.entries(series)) {
			for (const [index, value] of values.entries()) this.window.set(metric, from + index * stepMs, value);
		}
	}

	/** All of them. */
	get all(): Partial<StateEvents> {
		return this.#newest;
	}

	/** The newest one of an event; the same object until a newer one comes. */
	get<N extends StateName>(name: N): StateEvents[N] | undefined {
		return this.#newest[name];
	}

	/** The newest push of a stream; the same object until a newer one comes. */
	own(name: string): OwnEvent | undefined {
		return (this.#newest as Record<string, OwnEvent | undefined>)[name];
	}

	/** Takes in a push. */
	setOwn(name: string, event: OwnEvent): void {
		(this.#newest as Record<string, OwnEvent>)[name] = event;
		for (const [field, value] of Object.entries(event)) {
			if (field !== "time" && typeof value === "number")
				this.window.set(`${name}.${field}`, event.time, value);
		}
	}

	set<N extends StateName>(name: N, reading: StateEvents[N]): void {
		const before = this.#newest[name];
		this.#newest[name] = reading;
		if (name === "streams") this.#forgetOthers(reading as OwnStreamList);
		if (!(name in this.#page.pace) || name === "system") return;
		if (name === "cpu") {
			// Read at each step and at once: only a clock that was set back makes one older than the one before it.
			if (before && reading.time < before.time) this.window.truncate(reading.time);
			const { pace, intervalMs } = this.#page;
			const held = holdReadings(this.#newest, pace, reading.time, intervalMs);
			for (const [slow, values] of Object.entries(held)) this.#draw(slow, values, reading.time);
		}
		this.#draw(name, reading, reading.time);
	}

	// Streams come and go, and a page may be open for weeks.
	#forgetOthers({ streams }: OwnStreamList): void {
		const known = new Set<string>([...stateNames, ...streams.map(({ name }) => name)]);
		for (const name of Object.keys(this.#newest)) {
			if (!known.has(name)) delete (this.#newest as Record<string, unknown>)[name];
		}
	}

	#draw(name: string, reading: object, time: number): void {
		flatten(name, reading, (metric, value) => this.window.set(metric, time, value));
	}

	/** Drops the series of devices that are long gone: they must not fill the memory of a page that is open for weeks. */
	forget(): void {
		this.window.forget(this.window.newest - windowSteps * this.window.stepMs);
	}
}
