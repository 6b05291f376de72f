const queue: (() => void)[] = [];
let asked = false;

const LONGEST_WAIT_MS = 1000;
const WITHOUT_IDLE_MS = 60;

function askForSlot(): void {
	if (asked || queue.length === 0) return;
	asked = true;
	// Safari has no idle callbacks before version 26.
	if (typeof requestIdleCallback === "function") requestIdleCallback(run, { timeout: LONGEST_WAIT_MS });
	else setTimeout(run, WITHOUT_IDLE_MS);
}

function run(): void {
	asked = false;
	queue.shift()?.();
	askForSlot();
}

/** Runs `task` in an idle moment of its own, in the order asked; returns the function that withdraws it. */
export function whenIdle(task: () => void): () => void {
	queue.push(task);
	askForSlot();
	return () => {
		const index = queue.indexOf(task);
		if (index !== -1) queue.splice(index, 1);
	};
}
