import { expect, type Page } from "@playwright/test";
import { connectionMessages } from "../../lib/connection-messages";
import { messages } from "../../lib/messages";
import type { HttpProxy } from "../fixtures/http-proxy";
import { expectLive, listen, look, mark, sentence } from "../fixtures/page";
import { readMissingSeconds } from "../fixtures/seconds";
import type { Fault } from "./faults";

/** What a page did about a fault, in milliseconds since it began or since its cause was gone. */
export interface Told {
	/** Each thing it said, and when after the beginning. */
	said: { ms: number; text: string }[];
	/** The sentences it added. */
	notices: string[];
	/** The first thing that was not "Live", after the beginning; `null` where it never was anything else. */
	namedMs: number | null;
	/** "Live" again, after the cause was gone; `null` where it always was, or never came. */
	liveMs: number | null;
	/** What it asked for while the cause lasted, in order. */
	asked: string[];
	isLive: boolean;
	isReloaded: boolean;
	/** Seconds of which the chart does not say what the server's history says. */
	missing: string[];
}

interface Times {
	begunAt: number;
	goneAt: number;
	/** Presses Retry now where the page would wait long. */
	isImpatient: boolean;
}

interface Eyes {
	isMarked: () => Promise<boolean>;
	sentences: Awaited<ReturnType<typeof listen>>;
	notices: Awaited<ReturnType<typeof listen>>;
}

/** Longer than a page waits that was told to sign in. */
const patienceMs = 50_000;

/** Somebody who looks at the page, and writes down what it says. */
export class Viewer {
	#page: Page;
	#proxy: HttpProxy;
	#eyes: Eyes;

	private constructor(page: Page, proxy: HttpProxy, eyes: Eyes) {
		this.#page = page;
		this.#proxy = proxy;
		this.#eyes = eyes;
	}

	/** Opens the page and waits until all of it is live. */
	static async open(page: Page, proxy: HttpProxy): Promise<Viewer> {
		await page.goto(proxy.url);
		await expectLive(page, 30_000);
		// Drawn: it can be asked for its seconds.
		await expect(page.getByRole("slider", { name: "CPU time" })).toBeVisible({ timeout: 30_000 });
		const notice = page.getByRole("complementary", { name: connectionMessages.title }).getByRole("status");
		return new Viewer(page, proxy, {
			isMarked: await mark(page),
			sentences: await listen(sentence(page)),
			notices: await listen(notice),
		});
	}

	/** Waits until the page is live and its chart whole after a fault that is over, and sums up. */
	async tell(fault: Fault, { begunAt, goneAt, isImpatient }: Times): Promise<Told> {
		if (fault.isFinal) await look(this.#page).start.click();
		else if (fault.isSlow && isImpatient) await look(this.#page).retryNow.click();
		// A server that was started anew knows nothing of the time before.
		const from = fault.stopsServer ? goneAt + 1_000 : begunAt;
		let isLive = false;
		let missing: string[] = [];
		await expect(async () => {
			isLive = (await this.#eyes.sentences()).at(-1)?.text === messages.state.live;
			expect(isLive).toBe(true);
			const to = Math.max(goneAt, from) + 2_000;
			missing = await readMissingSeconds(this.#page, this.#proxy, { from, to });
			expect(missing).toEqual([]);
		})
			.toPass({ timeout: patienceMs, intervals: [500] })
			// What is wrong is in the sum.
			.catch((error) => missing.push(...(missing.length > 0 ? [] : [String(error)])));
		const said = (await this.#eyes.sentences()).filter(({ at }) => at >= begunAt);
		const named = said.find(({ text }) => text !== messages.state.live);
		const last = said.at(-1);
		return {
			said: said.map(({ at, text }) => ({ ms: at - begunAt, text })),
			notices: (await this.#eyes.notices()).flatMap(({ at, text }) => (at >= begunAt && text ? [text] : [])),
			namedMs: named ? named.at - begunAt : null,
			liveMs: last && isLive ? last.at - goneAt : null,
			asked: askedBetween(this.#proxy, begunAt, goneAt),
			isLive,
			isReloaded: !(await this.#eyes.isMarked()),
			missing,
		};
	}
}

/** What was asked of a proxy between two times, and what was answered. */
export function askedBetween({ asked }: HttpProxy, from: number, to: number): string[] {
	return asked
		.filter(({ at }) => at >= from && at < to)
		.map(({ what, status }) => `${what}: ${status ?? "nothing"}`);
}
