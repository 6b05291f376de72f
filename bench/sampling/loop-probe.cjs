// Loaded into the sampler by --require, for a run of its own: looking each millisecond costs more than all it does. On
// SIGUSR2 it says for how long its loop was blocked, in milliseconds: the longest time, and the 99.9th percentile.
const { monitorEventLoopDelay } = require("node:perf_hooks");

const RESOLUTION = 1;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
// What a program does at its start is no tick.
setTimeout(() => delay.enable(), 3_000).unref();

process.on("SIGUSR2", () => {
	const ms = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION);
	console.log(`blocked ${ms(delay.max)} ${ms(delay.percentile(99.9))}`);
});
