// @ts-check
// systeminformation as one would call it after reading its list of functions: everything that a dashboard shows, each
// second, unless the last round is still at it.
import si from "systeminformation";

let busy = false;

async function readAll() {
	await Promise.all([
		...[si.currentLoad(), si.mem(), si.fsSize(), si.fsStats(), si.disksIO(), si.networkStats("*")],
		...[si.processes(), si.osInfo(), si.cpuTemperature(), si.time(), si.users()],
	]);
}

setInterval(async () => {
	if (busy) return;
	busy = true;
	await readAll();
	busy = false;
}, 1_000);
