// @ts-check
// A crowd as a process of its own: `node crowd-process.mjs <url> <viewers>`, forked, with a channel. It obeys one order
// after the other, each with one answer; beside these it tells { back }.
import { Crowd } from "./crowd.mjs";

/** @typedef {{ order: "down", signal: import("./crowd.mjs").Signal } | { order: "up" | "blink" | "account" | "settle" }} Order */

const [url = "", viewers] = process.argv.slice(2);
const crowd = new Crowd(url, Number(viewers), (back) => process.send?.({ back }));

process.on("message", (message) => {
	process.send?.({ answer: obey(/** @type {Order} */ (message)) });
});
process.on("disconnect", () => process.exit());

/** @param {Order} message */
function obey(message) {
	switch (message.order) {
		case "down":
			crowd.goDown(message.signal);
			break;
		case "up":
			crowd.goUp();
			break;
		case "blink":
			crowd.blink();
			break;
		case "account":
			return crowd.account();
		case "settle":
			return crowd.settle();
	}
	return null;
}
