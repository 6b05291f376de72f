import { beforeEach, expect, it } from "vitest";
import { JobNotices, type NotifyDoors } from "./jobs-notify";

let permission: NotificationPermission | null;
let answer: NotificationPermission;
let shown: string[];
let asked: number;
let kept: Map<string, string>;
let line: Promise<void>;

/** One page of the browser: what is kept and shown is common to all of them. */
function openPage(): JobNotices {
	const doors: NotifyDoors = {
		permission: () => permission,
		request: async () => {
			asked++;
			permission = answer;
			return answer;
		},
		show: (title, { tag }) => shown.push(`${tag} ${title}`),
		storage: {
			getItem: (key) => kept.get(key) ?? null,
			setItem: (key, value) => void kept.set(key, value),
			removeItem: (key) => void kept.delete(key),
		},
		alone: (_, run) => {
			line = line.then(run);
			return line;
		},
		go: () => {},
	};
	return new JobNotices(doors);
}

beforeEach(() => {
	permission = "default";
	answer = "granted";
	shown = [];
	asked = 0;
	kept = new Map();
	line = Promise.resolve();
});

it("asks for leave only when it is turned on, and never by itself", async () => {
	const page = openPage();
	await page.tell({ id: "a" }, "Report: Done", "");
	expect([page.state, asked, shown]).toEqual(["off", 0, []]);
	expect(await page.turn(true)).toBe("on");
	expect(asked).toBe(1);
});

it("tells once for the whole browser, however many pages hear of the end", async () => {
	const pages = [openPage(), openPage(), openPage()];
	await pages[0]?.turn(true);
	await Promise.all(pages.map((page) => page.tell({ id: "a" }, "Report: Done", "")));
	await openPage().tell({ id: "a" }, "Report: Done", "");
	await openPage().tell({ id: "b" }, "Export: Failed", "");
	expect(shown).toEqual(["hostbeat-a Report: Done", "hostbeat-b Export: Failed"]);
});

it("tells nothing once it is turned off, or refused, or cannot be", async () => {
	const page = openPage();
	await page.turn(true);
	expect(await page.turn(false)).toBe("off");
	await page.tell({ id: "a" }, "x", "");
	permission = "default";
	answer = "denied";
	expect(await page.turn(true)).toBe("denied");
	permission = null;
	expect(page.state).toBe("unsupported");
	await page.tell({ id: "b" }, "x", "");
	expect(shown).toEqual([]);
});
