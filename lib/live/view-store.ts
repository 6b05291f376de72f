import { messages } from "@/lib/messages";
import { oldestKept } from "@/lib/oldest-kept";
import { LivePicture, leastTurnMs, mostSteps, PastPicture, type Picture, turnMsOf } from "./picture";
import type { PictureLoader } from "./picture-loader";
import { type Bounds, fitView, isSameView, scaleSpan, spanOf, viewOf } from "./span";
import type { LiveStore } from "./store";
import { Topics } from "./topics";
import { defaultView, ranges, type View } from "./view";

/** What is needed only for more than the page hears anyway: its script comes after the page stands. */
type Loading = () => Promise<Pick<typeof import("./picture-loader"), "PictureLoader">>;
type ViewTopic = "view" | "picture" | "state";

/** Whoever turns a wheel asks for many views a second, of which few need an answer. */
const betweenMs = 150;
/** A live picture that should have been brought up to date so often, and this much on top, is an old one. */
const lateTurns = 2.5;
const graceMs = 500;
/** All there is grows: once it is so much more than what is shown, it is shown anew. */
const growth = 1.02;

/**
 * What the charts look at: the view that is asked for, and the picture that is shown, which stays until the next one
 * is there. Does nothing until `start`.
 */
export class ViewStore {
	#store: LiveStore;
	#topics = new Topics<ViewTopic>();
	#view: View;
	#lastLive: View;
	#picture: Picture;
	#loader: PictureLoader | null = null;
	#load: Loading;
	#Loader: typeof PictureLoader | null = null;
	#loadTimer: ReturnType<typeof setTimeout> | undefined;
	#state: "shown" | "loading" | "failed";
	#trouble: string | null = null;
	#toldOld = false;
	#isMarked = false;
	#turnedAt = Number.NEGATIVE_INFINITY;
	#ends: (() => void)[] = [];

	constructor(store: LiveStore, initial: View, load: Loading = () => import("./picture-loader")) {
		this.#store = store;
		this.#load = load;
		this.#view = initial;
		this.#lastLive = "range" in initial ? initial : defaultView;
		// By the time of the page, so that server and browser draw the same.
		const { time } = store.page;
		const heard = this.#heard(time);
		this.#picture = heard ?? this.#blank(time);
		this.#state = heard ? "shown" : "loading";
	}

	/** The view that is asked for. */
	get view(): View {
		return this.#view;
	}

	/** The picture that is shown: that of an earlier view until the one of the view asked for is there. */
	get picture(): Picture {
		return this.#picture;
	}

	/** Whether the picture is of the view that is asked for and as new as it can be, is waited for, or could not be had. */
	get state(): "shown" | "loading" | "failed" {
		return this.#state;
	}

	/** Why the picture could not be had or brought up to date; it is asked for again by itself. */
	get trouble(): string | null {
		return this.#trouble;
	}

	/** Whether a picture that should be live is not: told as "state". */
	get isOld(): boolean {
		const { isLive, stepMs } = this.#picture;
		if (!isLive || !this.#store.trusted) return isLive;
		// Of what the page hears, each event is late by itself: see LiveStore.isStale.
		return this.#picture instanceof PastPicture && this.ageMs > turnMsOf(stepMs) * lateTurns + graceMs;
	}

	/** How old the newest of the picture is. */
	get ageMs(): number {
		return Math.max(0, this.#store.now - this.#picture.asOf);
	}

	/** Calls `listener` when another view is asked for, another picture shown, or the state changed; returns what ends it. */
	on(topic: ViewTopic, listener: () => void): () => void {
		return this.#topics.on(topic, listener);
	}

	/** Shows a view, as far as there is anything. */
	show(view: View): void {
		const next = fitView(view, this.#bounds);
		if (isSameView(next, this.#view)) return;
		this.#view = next;
		if ("range" in next) this.#lastLive = next;
		this.#topics.tell("view");
		this.#turn();
	}

	/** Whether the view that is told of was marked, stretch by stretch, and is not one of many turns of a wheel. */
	get isMarked(): boolean {
		return this.#isMarked;
	}

	/** Shows a stretch that somebody marked: a live view if it ends now and is as long as one, else a past one. */
	zoomTo(from: number, to: number): void {
		this.#isMarked = true;
		this.show(viewOf({ from: Math.min(from, to), to: Math.max(from, to) }, this.#bounds));
		this.#isMarked = false;
	}

	/** Shows `factor` times as much, about a time that stays where it is: the middle unless told. */
	zoomBy(factor: number, at?: number): void {
		const bounds = this.#bounds;
		const span = spanOf(this.#view, bounds);
		this.show(viewOf(scaleSpan(span, factor, at ?? (span.from + span.to) / 2, bounds.now), bounds));
	}

	/** Moves by so many times what is seen, to the past if negative; beyond now it goes back to live. */
	pan(shares: number): void {
		const bounds = this.#bounds;
		const { from, to } = spanOf(this.#view, bounds);
		const byMs = Math.max(shares * (to - from), Math.min(0, bounds.oldest - from));
		if (to + byMs < bounds.now) this.show({ from: from + byMs, to: to + byMs });
		else if (shares > 0) this.goLive();
	}

	/** Shows the live view that was shown last. */
	goLive(): void {
		this.show(this.#lastLive);
	}

	/** Asks at once for what could not be had. */
	retry(): void {
		if (this.#state !== "failed") return;
		if (this.#Loader) this.#loader?.now();
		else void this.#fetchLoader();
	}

	/** Begins to ask; a second call changes nothing. */
	start(): void {
		if (this.#ends.length > 0) return;
		this.#ends = [
			this.#store.on("second", () => this.#tellOld()),
			this.#store.on("state", () => this.#tellOld()),
			this.#store.on("history", () => this.#grow()),
		];
		// An address may ask for what there is not.
		const fitted = fitView(this.#view, this.#bounds);
		if (!isSameView(fitted, this.#view)) {
			this.#view = fitted;
			this.#topics.tell("view");
		}
		this.#turn();
		if (!this.#Loader) void this.#fetchLoader();
	}

	/** Asks no more, until it is started again. */
	close(): void {
		for (const end of this.#ends) end();
		this.#ends = [];
		clearTimeout(this.#loadTimer);
		this.#loader?.close();
		this.#loader = null;
	}

	get #bounds(): Bounds {
		return { oldest: this.#oldest, now: this.#store.now };
	}

	/** The oldest reading that is kept, −∞ where that is not known. */
	get #oldest(): number {
		return oldestKept(this.#store.get("history")?.tiers ?? []) ?? Number.NEGATIVE_INFINITY;
	}

	/** The picture of the view if the page hears all of it anyway. */
	#heard(now: number): LivePicture | null {
		const { from, to } = spanOf(this.#view, { oldest: this.#oldest, now });
		if (!("range" in this.#view) || to - from > ranges["5m"]) return null;
		return new LivePicture(this.#store, this.#view, to - from);
	}

	/** A picture of the view on which there is nothing yet. */
	#blank(now: number): PastPicture {
		const { from, to } = spanOf(this.#view, { oldest: this.#oldest, now });
		const { intervalMs } = this.#store.page;
		const stepMs = Math.ceil((to - from) / mostSteps / intervalMs) * intervalMs;
		const isLive = "range" in this.#view;
		return new PastPicture({
			view: this.#view,
			windowMs: to - from,
			isLive,
			tier: null,
			stepMs,
			isSingle: true,
			to,
		});
	}

	/** Gets the picture of the view. */
	#turn(): void {
		this.#loader?.close();
		this.#loader = null;
		if (this.#ends.length === 0) return;
		const heard = this.#heard(this.#store.now);
		if (heard) {
			const isShown = this.#picture instanceof LivePicture && isSameView(this.#picture.view, this.#view);
			if (!isShown) this.#put(heard);
			this.#say("shown");
			return;
		}
		this.#say("loading");
		const Loader = this.#Loader;
		if (!Loader) return;
		const waitMs = Math.max(0, this.#turnedAt + betweenMs - performance.now());
		this.#turnedAt = performance.now();
		this.#loader = new Loader({
			store: this.#store,
			view: this.#view,
			bounds: () => this.#bounds,
			waitMs,
			onPicture: (picture) => this.#put(picture),
			onAnswer: (trouble) => this.#say(trouble === null ? "shown" : "failed", trouble),
		});
	}

	/** Early, for a server that is lost later has no script to give either. */
	async #fetchLoader(): Promise<void> {
		clearTimeout(this.#loadTimer);
		try {
			this.#Loader ??= (await this.#load()).PictureLoader;
		} catch {
			if (this.#ends.length === 0) return;
			if (this.#state !== "shown") this.#say("failed", messages.noAnswer);
			this.#loadTimer = setTimeout(() => void this.#fetchLoader(), leastTurnMs);
			return;
		}
		if (this.#state !== "shown") this.#turn();
	}

	#put(picture: Picture): void {
		this.#picture = picture;
		this.#topics.tell("picture");
	}

	#say(state: "shown" | "loading" | "failed", trouble: string | null = null): void {
		const isSame = state === this.#state && trouble === this.#trouble;
		this.#state = state;
		this.#trouble = trouble;
		if (!isSame) this.#topics.tell("state");
		this.#tellOld();
	}

	#tellOld(): void {
		if (this.isOld === this.#toldOld) return;
		this.#toldOld = this.isOld;
		this.#topics.tell("state");
	}

	#grow(): void {
		if (!("range" in this.#view) || this.#view.range !== "all" || this.#state !== "shown") return;
		const { from, to } = spanOf(this.#view, this.#bounds);
		if (to - from > this.#picture.windowMs * growth) this.#turn();
	}
}
