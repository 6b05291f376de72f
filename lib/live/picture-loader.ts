import type { Fact, HistoryRange } from "@/lib/history/types";
import { messages } from "@/lib/messages";
import { HistoryRefused, readHistory } from "./history-request";
import { leastTurnMs, mostTurnMs, PastPicture, turnMsOf } from "./picture";
import { endQuestion, type Question, wholeQuestion } from "./question";
import type { Bounds } from "./span";
import type { LiveStore } from "./store";
import type { View } from "./view";

type Part = "whole" | "end";

interface LoaderOptions {
	store: LiveStore;
	view: View;
	bounds: () => Bounds;
	/** How long to wait with the first question. */
	waitMs: number;
	/** Hears of another picture; the one before it is filled no more. */
	onPicture(picture: PastPicture): void;
	/** Hears of each question whether it was answered: why not, or `null`. */
	onAnswer(trouble: string | null): void;
}

const answerMs = 20_000;

/**
 * Gets the picture of one view from the history and, if it is a live one, keeps it up to date while somebody looks
 * and the server is there. Tells nothing more once it is closed.
 */
export class PictureLoader {
	#options: LoaderOptions;
	#picture: PastPicture | null = null;
	#asking: AbortController | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** What is to be asked as soon as it is of use. */
	#due: Part | null = "whole";
	#failures = 0;
	#wasConnected: boolean;
	#wasGreeted: boolean;
	#fact: Fact | undefined;
	#ends: (() => void)[];

	constructor(options: LoaderOptions) {
		const { store, waitMs } = options;
		this.#options = options;
		this.#wasConnected = store.connected;
		this.#wasGreeted = store.connected;
		this.#fact = store.get("fact");
		this.#ends = [
			store.on("state", () => this.#hearState()),
			store.on("seen", () => this.#look()),
			store.on("fact", () => this.#hearFact()),
		];
		this.#timer = setTimeout(() => this.now(), waitMs);
	}

	/** Asks at once. */
	now(): void {
		clearTimeout(this.#timer);
		void this.#ask(this.#due ?? "end");
	}

	close(): void {
		for (const end of this.#ends) end();
		clearTimeout(this.#timer);
		this.#asking?.abort();
		this.#asking = null;
	}

	get #isLive(): boolean {
		return "range" in this.#options.view;
	}

	#hearState(): void {
		const { connected } = this.#options.store;
		const isBack = connected && !this.#wasConnected;
		this.#wasConnected = connected;
		if (!isBack) return;
		// A server that was away may tell otherwise now what it told before; of the first greeting nothing is new.
		if (this.#isLive && this.#wasGreeted) this.#demand("whole");
		else if (this.#failures > 0) this.#look();
		this.#wasGreeted = true;
	}

	// Each state of the server tells the newest one again.
	#hearFact(): void {
		const fact = this.#options.store.get("fact");
		const isNews = fact?.kind !== this.#fact?.kind || fact?.time !== this.#fact?.time;
		this.#fact = fact;
		if (isNews && this.#isLive) this.#demand("whole");
	}

	/** Asks, or notes what is to be asked once somebody looks and the server is there. */
	#demand(part: Part): void {
		if (this.#due !== "whole") this.#due = part;
		this.#look();
	}

	#look(): void {
		const { isSeen, connected } = this.#options.store;
		if (this.#due && isSeen && connected) this.now();
	}

	async #ask(part: Part): Promise<void> {
		this.#asking?.abort();
		const asking = new AbortController();
		this.#asking = asking;
		this.#due = part;
		const limit = setTimeout(() => asking.abort(), answerMs);
		try {
			const question = this.#question(part);
			const range = await this.#read(question, asking.signal);
			// An answer that comes after a newer question is none.
			if (this.#asking === asking) this.#take(range, question);
		} catch (error) {
			if (this.#asking === asking) this.#fail(error);
		}
		clearTimeout(limit);
	}

	#question(part: Part): Question {
		const { store, view, bounds } = this.#options;
		const picture = this.#picture;
		const end =
			part === "end" && picture ? endQuestion(picture, this.#readMs(picture.tier), store.now) : null;
		return end ?? wholeQuestion(view, bounds(), store.page.intervalMs);
	}

	/** The distance of what a tier holds. */
	#readMs(tier: string | null): number {
		const { store } = this.#options;
		return store.get("history")?.tiers.find(({ name }) => name === tier)?.stepMs ?? store.page.intervalMs;
	}

	#read({ from, to, points }: Question, signal: AbortSignal): Promise<HistoryRange> {
		return readHistory(this.#options.store.readings, { from, to, points }, signal);
	}

	#take(range: HistoryRange, { part, windowMs }: Question): void {
		const { store, view, onPicture, onAnswer } = this.#options;
		const before = this.#picture;
		const fits =
			before?.stepMs === range.stepMs && before.windowMs === windowMs && before.tier === range.tier;
		// It is told in other steps, or the clock was set back.
		if (part === "end" && (!before || !fits || range.to < before.asOf)) return void this.#ask("whole");
		// The last of what a tier holds may have been read at its beginning or at its end.
		const asOf = Math.min(store.now, range.to + this.#readMs(range.tier));
		this.#due = null;
		this.#failures = 0;
		if (fits && (part === "end" || before.tier === range.tier)) before.take(range, part, asOf);
		else {
			const { stepMs, tier } = range;
			const { to } = "range" in view ? range : view;
			const isSingle = stepMs <= store.page.intervalMs;
			this.#picture = new PastPicture({ view, windowMs, stepMs, tier, to, isSingle, isLive: this.#isLive });
			this.#picture.take(range, "whole", asOf);
			onPicture(this.#picture);
		}
		onAnswer(null);
		if (this.#isLive) this.#timer = setTimeout(() => this.#demand("end"), turnMsOf(range.stepMs));
	}

	#fail(error: unknown): void {
		this.#failures++;
		const waitMs = Math.min(mostTurnMs, leastTurnMs * 2 ** (this.#failures - 1));
		this.#timer = setTimeout(() => this.#look(), waitMs);
		this.#options.onAnswer(error instanceof HistoryRefused ? error.message : messages.noAnswer);
	}
}
