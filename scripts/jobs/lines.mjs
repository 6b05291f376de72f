// @ts-check
// The program of a job: says so many lines, evenly, in so many seconds.
// node scripts/jobs/lines.mjs <lines> <seconds>
import { lineOf } from "./viewer.mjs";

const [count = 0, seconds = 0] = process.argv.slice(2).map(Number);
const begun = performance.now();
let said = 0;
const timer = setInterval(() => {
	const share = seconds > 0 ? (performance.now() - begun) / (seconds * 1_000) : 1;
	const due = Math.min(count, Math.floor(count * share));
	let text = "";
	while (said < due) text += `${lineOf(++said)}\n`;
	if (text !== "") process.stdout.write(text);
	if (said >= count) clearInterval(timer);
}, 10);
