import { TaskFailure } from "../task-failure";
import type { TaskContext } from "../types";
import { runTask } from "./run-task";

// In place of the built-in tasks: does what its parameter `does` says.

const done = { files: [], facts: { answer: 42 } };

const whatItDoes: Record<string, (context: TaskContext) => Promise<unknown>> = {
	async asks({ ask, log, progress }) {
		progress(0.5, { text: "half" });
		log({ text: `answered: ${JSON.stringify(await ask("sum", [1, 2]))}` });
	},
	async "asks for bytes"({ ask, log }) {
		const bytes = await ask("bytes", new Uint8Array([1, 2]));
		log({ text: `${bytes instanceof Uint8Array}: ${[...(bytes as Uint8Array)]}` });
	},
	async fails() {
		throw new TaskFailure({ key: "exited", parameters: { code: 7 } });
	},
	async throws() {
		throw new Error("no such thing");
	},
	async "throws later"() {
		setImmediate(() => {
			throw new Error("much later");
		});
		await new Promise(() => {});
	},
	async "stops when asked to"({ ask, log, signal }) {
		log({ text: "waits" });
		await ask("never", null).catch((error) => log({ text: error.name }));
		log({ text: `aborted: ${signal.aborted}, ${JSON.stringify(await ask("last", null))}` });
		throw signal.reason;
	},
	async "never stops"({ log }) {
		log({ text: "waits" });
		for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
	},
	async "asks what is not known"({ ask }) {
		await ask("nonsense", null);
	},
	async "is done all the same"({ log, signal }) {
		log({ text: "waits" });
		await new Promise((resolve) => signal.addEventListener("abort", resolve));
	},
	async prints() {
		console.log("printed");
		console.error("complained");
	},
};

runTask(async () => async (context) => {
	await whatItDoes[String(context.parameters.does)]?.(context);
	return done;
});
