/** A question as it is handed over. */
export interface Question {
	id: number;
	subject: string;
	data: unknown;
}

interface Asked extends Question {
	signal: AbortSignal | undefined;
	timer: NodeJS.Timeout;
	resolve: (body: Uint8Array<ArrayBuffer>) => void;
	reject: (error: Error) => void;
}

/** So many may wait for the one that is being answered: who comes later would wait for too long. */
export const mostAsked = 32;
const answerMs = 30_000;

/**
 * Hands questions to who answers them, one at a time: what else that one has to do then waits for one answer at most,
 * and what nobody waits for any more is never asked.
 */
export class Questions {
	#tell: (question: Question) => void;
	#most: number;
	#waiting: Asked[] = [];
	#running: Asked | null = null;
	#lastId = 0;

	constructor(tell: (question: Question) => void, most = mostAsked) {
		this.#tell = tell;
		this.#most = most;
	}

	/** Rejects where it is not answered in time, too many wait already, or the signal says that nobody waits for it. */
	ask(subject: string, data: unknown, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
		this.#forgetThoseWhoLeft();
		if (this.#waiting.length >= this.#most) {
			return Promise.reject(new Error("too many questions wait for it already"));
		}
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				this.#waiting = this.#waiting.filter((one) => one !== asked);
				reject(new Error(`the history did not answer within ${answerMs / 1_000} s`));
			}, answerMs);
			const asked: Asked = { id: ++this.#lastId, subject, data, signal, timer, resolve, reject };
			this.#waiting.push(asked);
			this.#next();
		});
	}

	/** The answer to the question of this id: its bytes, or what is wrong. */
	answer({
		id,
		body,
		error,
	}: {
		id: number;
		body: Uint8Array<ArrayBuffer> | null;
		error: string | null;
	}): void {
		const asked = this.#running;
		if (asked?.id !== id) return;
		this.#running = null;
		clearTimeout(asked.timer);
		if (body) asked.resolve(body);
		else asked.reject(new RangeError(error ?? ""));
		this.#next();
	}

	/** Rejects all: there is nobody any more who would answer. */
	end(reason: string): void {
		const all = [...(this.#running ? [this.#running] : []), ...this.#waiting];
		this.#running = null;
		this.#waiting = [];
		for (const { timer, reject } of all) {
			clearTimeout(timer);
			reject(new Error(reason));
		}
	}

	#next(): void {
		if (this.#running) return;
		this.#forgetThoseWhoLeft();
		const asked = this.#waiting.shift();
		if (!asked) return;
		this.#running = asked;
		this.#tell({ id: asked.id, subject: asked.subject, data: asked.data });
	}

	#forgetThoseWhoLeft(): void {
		this.#waiting = this.#waiting.filter(({ signal, timer, reject }) => {
			if (!signal?.aborted) return true;
			clearTimeout(timer);
			reject(new Error("nobody waits for it any more"));
			return false;
		});
	}
}
