import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mostAsked, type Question, Questions } from "./questions";

let told: Question[];
let questions: Questions;
const body = Uint8Array.of(1);
const subjects = () => told.map(({ subject }) => subject);
const answer = () => questions.answer({ id: told.at(-1)?.id ?? 0, body, error: null });

beforeEach(() => {
	vi.useFakeTimers();
	told = [];
	questions = new Questions((question) => told.push(question));
});
afterEach(() => {
	questions.end("the test is over");
	vi.useRealTimers();
});

describe("Questions", () => {
	it("hands over one at a time, so that a tick that comes meanwhile waits for one answer, and not for fifty", async () => {
		const answers = ["a", "b", "c"].map((subject) => questions.ask(subject, null));
		expect(subjects()).toEqual(["a"]);
		answer();
		expect(subjects()).toEqual(["a", "b"]);
		answer();
		questions.answer({ id: told.at(-1)?.id ?? 0, body: null, error: "no such thing" });
		await expect(Promise.allSettled(answers)).resolves.toMatchObject([
			{ value: body },
			{ value: body },
			{ reason: new RangeError("no such thing") },
		]);
	});

	it("never asks what nobody waits for any more", async () => {
		const client = new AbortController();
		const first = questions.ask("first", null);
		const left = questions.ask("left", null, client.signal);
		const last = questions.ask("last", null);
		client.abort();
		answer();
		answer();
		await expect(left).rejects.toThrow("nobody waits for it any more");
		await Promise.all([first, last]);
		expect(subjects()).toEqual(["first", "last"]);
	});

	it("refuses at once what would wait behind too many, but not behind those who left", async () => {
		const clients = Array.from({ length: mostAsked + 1 }, () => new AbortController());
		const all = clients.map(({ signal }) => questions.ask("range", null, signal));
		const settled = Promise.allSettled(all);
		await expect(questions.ask("late", null)).rejects.toThrow("too many questions wait for it already");
		clients[5]?.abort();
		const late = questions.ask("late", null);
		questions.end("the server ends");
		await expect(late).rejects.toThrow("the server ends");
		expect((await settled).every(({ status }) => status === "rejected")).toBe(true);
	});

	it("gives up after half a minute, and asks the next only once there is an answer", async () => {
		const hung = questions.ask("hung", null);
		const next = questions.ask("next", null);
		const settled = Promise.allSettled([hung, next]);
		vi.advanceTimersByTime(30_000);
		await expect(settled).resolves.toMatchObject([
			{ reason: new Error("the history did not answer within 30 s") },
			{ reason: new Error("the history did not answer within 30 s") },
		]);
		const later = questions.ask("later", null);
		expect(subjects()).toEqual(["hung"]);
		answer();
		expect(subjects()).toEqual(["hung", "later"]);
		answer();
		await expect(later).resolves.toBe(body);
	});
});
