// @ts-check
import { Server } from "node:http";

/**
 * From now on a request for another protocol is answered like any other, as Node does where nobody listens for one.
 * Next listens, and in production neither answers nor ends it: whoever asks would hold a socket that no time limit
 * reaches.
 */
export function ignoreUpgrades() {
	const { on } = Server.prototype;
	Server.prototype.on = /** @this {Server} */ function (
		/** @type {string} */ name,
		/** @type {(...args: any[]) => void} */ listener,
	) {
		return name === "upgrade" ? this : on.call(this, name, listener);
	};
}
