import { expect, it } from "vitest";
import { mostSelections, nameSelection, Shared } from "./shared";

it("keeps what was made for so many selections only, whatever is asked for", () => {
	const shared = new Shared<number>();
	let made = 0;
	const ask = (key: number) => shared.get(String(key), () => ++made);
	for (let key = 0; key <= mostSelections; key++) ask(key);
	for (let key = 0; key <= mostSelections; key++) ask(key);
	expect(made).toBe(mostSelections + 1);
	expect([ask(99), ask(99)]).toEqual([made - 1, made]);
	shared.clear();
	expect([ask(99), ask(99)]).toEqual([made, made]);
});

it("keeps that there is nothing for a selection, too", () => {
	const shared = new Shared<null>();
	let made = 0;
	const ask = () =>
		shared.get("clock", () => {
			made++;
			return null;
		});
	expect([ask(), ask(), made]).toEqual([null, null, 1]);
});

it("takes selections of the same events for one, in whatever order they are asked", () => {
	const key = (...names: string[]) => nameSelection(new Set(names)).key;
	expect(key("cpu", "load")).toBe(key("load", "cpu"));
	expect(key("cpu")).not.toBe(nameSelection(null).key);
});
