// @ts-check
import { compression } from "./checks/compression.mjs";
import { cors } from "./checks/cors.mjs";
import { framing } from "./checks/framing.mjs";
import { garbage } from "./checks/garbage.mjs";
import { greeting } from "./checks/greeting.mjs";
import { headers } from "./checks/headers.mjs";
import { ids } from "./checks/ids.mjs";
import { injection } from "./checks/injection.mjs";
import { methods } from "./checks/methods.mjs";
import { resume } from "./checks/resume.mjs";
import { selection } from "./checks/selection.mjs";
import { sessions } from "./checks/sessions.mjs";
import { snapshot } from "./checks/snapshot.mjs";
import { timing } from "./checks/timing.mjs";

/** Every rule of the suite. @type {import("./run.mjs").Check[]} */
export const checks = [
	...headers,
	...greeting,
	...framing,
	...ids,
	...resume,
	...garbage,
	...selection,
	...methods,
	...timing,
	...injection,
	...compression,
	...cors,
	...snapshot,
	...sessions,
];
