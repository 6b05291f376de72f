import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { createAnswers } from "./answers";
import { type DiskHistory, openDiskHistory } from "./disk-history";
import type { FromDisk, ThreadData, ToDisk } from "./protocol";
import type { OwnReading } from "./types";

// The history's thread: whatever the disk does, the tick does not wait for it.

const keptEveryMs = 30_000;
const encoder = new TextEncoder();
const data = workerData as ThreadData;
const port = parentPort;
if (!port) throw new Error("the history's thread is started by the server");
const tell = (message: FromDisk, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

try {
	begin(openDiskHistory(data), port);
} catch (error) {
	tell({ type: "refused", reason: (error as Error).message });
	port.close();
}

function begin(history: DiskHistory, port: MessagePort): void {
	const { recentMs, taken } = data;
	const { previous, setAside } = history;
	const to = previous?.time ?? 0;
	const answer = createAnswers(history);
	tell({
		type: "opened",
		previous,
		setAside,
		recent: history.recent(recentMs),
		facts: history.facts(to - recentMs, to),
		unfinishedJobs: history.jobs.unfinished(),
	});
	let metrics: readonly string[] = [];
	let state = history.kept.state;
	const tellKept = () => tell({ type: "kept", kept: history.kept });
	const timer = setInterval(tellKept, keptEveryMs);
	history.onFact = (fact) => tell({ type: "noted", fact });
	tellKept();

	const keepOwn = (readings: OwnReading[]) => {
		try {
			return { came: history.keepOwn(readings), error: null };
		} catch (error) {
			return { came: { kept: 0, reason: null }, error: (error as Error).message };
		}
	};

	port.on("message", (message: ToDisk) => {
		switch (message.type) {
			case "tick":
				metrics = message.metrics ?? metrics;
				history.append({ time: message.time, metrics, values: message.values });
				Atomics.add(taken, 0, 1);
				break;
			case "fact":
				history.note(message.fact);
				break;
			case "processes":
				history.keepProcesses(message.minute);
				break;
			case "ask": {
				const { id, subject, data } = message;
				try {
					const body = answer(subject, data);
					tell({ type: "answer", id, body, error: null }, [body.buffer]);
				} catch (error) {
					tell({ type: "answer", id, body: null, error: (error as Error).message });
				}
				break;
			}
			case "own":
				tell({ type: "ownKept", id: message.id, ...keepOwn(message.readings) });
				break;
			case "jobs":
				tell({ type: "jobsKept", id: message.id, reason: history.jobs.write(message.writes) });
				break;
			case "askJobs": {
				const { id, subject, data } = message;
				try {
					const body = encoder.encode(JSON.stringify(history.jobs.answer(subject, data)));
					tell({ type: "jobsAnswer", id, body, error: null }, [body.buffer]);
				} catch (error) {
					tell({ type: "jobsAnswer", id, body: null, error: (error as Error).message });
				}
				break;
			}
			case "close":
				clearInterval(timer);
				history.close();
				port.close();
				Atomics.store(message.done, 0, 1);
				Atomics.notify(message.done, 0);
				return;
		}
		if (history.kept.state !== state) {
			state = history.kept.state;
			tellKept();
		}
	});
}
