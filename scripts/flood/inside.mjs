// @ts-check
// Attacks a server on this machine from a process of its own, so that it slows down nobody who measures:
// node scripts/flood/inside.mjs '{"port":7373,"largest":"/","slow":200,"attempts":2000,"holdMs":80000}'
import { setTimeout as wait } from "node:timers/promises";
import { tryPasswords } from "./attempts.mjs";
import { openSlow } from "./slow.mjs";

const { port, largest, slow, attempts, holdMs } = JSON.parse(process.argv[2] ?? "{}");
// Whoever started this is gone.
process.on("disconnect", () => process.exit(1));

const until = performance.now() + holdMs;
const connections = openSlow({ port, count: slow, largest });
const began = performance.now();
const seen = await tryPasswords({ port, count: attempts });
const tookMs = performance.now() - began;
await wait(Math.max(0, until - performance.now()));
const slowly = await connections.count();
process.send?.({ seen: [...seen], tookMs, slowly }, () => process.exit(0));
