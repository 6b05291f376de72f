import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { View } from "./view";
import { ViewAddress } from "./view-address";
import type { ViewStore } from "./view-store";

const past = (seconds: number): View => ({
	from: 1_700_000_000_000,
	to: 1_700_000_000_000 + seconds * 1_000,
});
const query = (view: View) => ("from" in view ? `?from=${view.from}&to=${view.to}` : `?range=${view.range}`);

/** A browser's history with its address. */
let entries: string[];
let at: number;
let popped: EventTarget;
let address: ViewAddress;
let view: View;
let tell: () => void;
let isMarked: boolean;

/** Of the store only what an address knows of it. */
const views = {
	get view() {
		return view;
	},
	get isMarked() {
		return isMarked;
	},
	on: (_: string, listener: () => void) => {
		tell = listener;
		return () => {};
	},
	show(next: View) {
		view = next;
		tell();
	},
} as unknown as ViewStore;

function open(href: string, shown: View) {
	entries = ["http://elsewhere/", href];
	at = 1;
	view = shown;
	address.start(() => {});
}
function goBack() {
	at--;
	popped.dispatchEvent(new Event("popstate"));
}

beforeEach(() => {
	vi.useFakeTimers();
	popped = new EventTarget();
	isMarked = false;
	vi.stubGlobal("window", popped);
	vi.stubGlobal("location", {
		get href() {
			return entries[at];
		},
		get search() {
			return new URL(entries[at] as string).search;
		},
	});
	vi.stubGlobal("history", {
		pushState: (_: unknown, __: string, href: string) => entries.splice(++at, entries.length, href),
		replaceState: (_: unknown, __: string, href: string) => {
			entries[at] = href;
		},
	});
	address = new ViewAddress(views);
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

describe("ViewAddress", () => {
	it("makes one step of a turn of the wheel, and few writes, for browsers refuse many", () => {
		open("http://h/?range=1h", { range: "1h" });
		const write = vi.spyOn(history, "replaceState");
		for (let turn = 100; turn > 0; turn--) {
			views.show(past(turn * 60));
			vi.advanceTimersByTime(16);
		}
		vi.advanceTimersByTime(400);
		expect(entries.slice(1)).toEqual(["http://h/?range=1h", `http://h/${query(past(60))}`]);
		expect(write.mock.calls.length).toBeLessThan(6);
		goBack();
		expect(view).toEqual({ range: "1h" });
	});

	it("makes a step of each stretch that was marked, however soon after the other", () => {
		open("http://h/?range=24h", { range: "24h" });
		isMarked = true;
		for (const seconds of [3_600, 60]) {
			views.show(past(seconds));
			vi.advanceTimersByTime(300);
		}
		goBack();
		expect(view).toEqual(past(3_600));
		goBack();
		expect(view).toEqual({ range: "24h" });
	});

	it("goes back and forth without making steps of its own", () => {
		open("http://h/", { range: "5m" });
		views.show({ range: "6h" });
		vi.advanceTimersByTime(2_000);
		views.show(past(60));
		vi.advanceTimersByTime(2_000);
		goBack();
		expect(view).toEqual({ range: "6h" });
		goBack();
		expect(view).toEqual({ range: "5m" });
		expect(entries).toHaveLength(4);
	});

	it("does not write what was not written yet over the address that is gone back to", () => {
		open("http://h/", { range: "5m" });
		views.show({ range: "6h" });
		views.show({ range: "7d" });
		goBack();
		vi.advanceTimersByTime(2_000);
		expect(entries[at]).toBe("http://h/");
		expect(view).toEqual({ range: "5m" });
	});

	it("corrects an address that asks for what there is not, in place", () => {
		entries = ["http://elsewhere/", "http://h/?from=1&to=99999&x=1#top"];
		at = 1;
		view = past(60);
		address.start(() => views.show(past(60)));
		expect(entries[1]).toBe(`http://h/?x=1&${query(past(60)).slice(1)}#top`);
		expect(entries).toHaveLength(2);
	});

	it("writes what is left to write when the page ends", () => {
		open("http://h/", { range: "5m" });
		views.show({ range: "6h" });
		views.show({ range: "7d" });
		address.close();
		expect(entries[at]).toBe("http://h/?range=7d");
		expect(vi.getTimerCount()).toBe(0);
	});
});
