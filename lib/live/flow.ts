/** A step of the server's time that took less than this share of it to arrive had been waiting on the way. */
const soon = 0.5;
/** So many steps that had been waiting, of so long together, are a burst: less is a network's mood. */
const burstSteps = 2;
const burstMs = 1_500;
/** One burst follows on any standstill; so many, with nothing in time between them, are the way of a buffer. */
const burstsToBlame = 3;
/** So many steps in a row that came in time are a flow. */
const stepsToFlow = 3;
/** A beat this late means that the browser itself stood still: what it hears next had been waiting in it. */
const stalledMs = 1_500;
const recoverMs = 1_000;

/** What the times of arrival tell of a stream. */
export type FlowVerdict = "flowing" | "heldBack";

/**
 * Tells by the times at which the server's clock arrives whether something on the way holds a stream back: it then
 * comes in bursts, and its lateness has the form of a saw.
 */
export class Flow {
	#before: { arrived: number; time: number } | null = null;
	#even = 0;
	#burst = { steps: 0, ms: 0 };
	#bursts = 0;
	#beatAt = Date.now();
	#deafUntil = 0;

	/** To be called at short, even times: when it comes late, the browser slept or was busy, and nothing is to be blamed. */
	beat(): void {
		this.#noticeStall();
		this.#beatAt = Date.now();
	}

	/** What comes next is of another stream: its time is not measured against what came before. */
	restart(): void {
		this.#before = null;
		this.#even = 0;
		this.#burst = { steps: 0, ms: 0 };
	}

	/** The server's clock arrived; `null` while nothing can be said. */
	hear(time: number): FlowVerdict | null {
		this.#noticeStall();
		if (Date.now() < this.#deafUntil) {
			this.restart();
			return null;
		}
		const { arrived, time: timeBefore } = this.#before ?? { arrived: Number.NaN, time: Number.NaN };
		this.#before = { arrived: performance.now(), time };
		const passed = this.#before.arrived - arrived;
		const advanced = time - timeBefore;
		if (passed < advanced * soon) this.#countLate(advanced - passed);
		else this.#countInTime(Math.abs(passed - advanced) < advanced * soon);
		if (this.#bursts >= burstsToBlame) return "heldBack";
		return this.#even >= stepsToFlow ? "flowing" : null;
	}

	#countLate(ms: number): void {
		this.#even = 0;
		const { steps, ms: before } = this.#burst;
		const isBurst = (of: { steps: number; ms: number }) => of.steps >= burstSteps && of.ms >= burstMs;
		this.#burst = { steps: steps + 1, ms: before + ms };
		if (isBurst(this.#burst) && !isBurst({ steps, ms: before })) this.#bursts++;
	}

	#countInTime(isEven: boolean): void {
		this.#burst = { steps: 0, ms: 0 };
		this.#even = isEven ? this.#even + 1 : 0;
		if (this.#even >= stepsToFlow) this.#bursts = 0;
	}

	#noticeStall(): void {
		const now = Date.now();
		if (now - this.#beatAt > stalledMs) this.#deafUntil = now + recoverMs;
	}
}
