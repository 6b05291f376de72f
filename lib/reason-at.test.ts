import { expect, it } from "vitest";
import { reasonAt } from "./reason-at";

it("gives the nearest reason: its own, that of its list, that of the reading", () => {
	const missing = { "processes.1.user": "own", "processes.*.user": "list", "": "all" };
	expect(reasonAt(missing, "processes.1.user")).toBe("own");
	expect(reasonAt(missing, "processes.12.user")).toBe("list");
	expect(reasonAt(missing, "processes.12.name")).toBe("all");
	expect(reasonAt({ "processes.1.user": "own" }, "processes.12.user")).toBeUndefined();
	expect(reasonAt(undefined, "processes.12.user")).toBeUndefined();
});
