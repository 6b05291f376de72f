import { describe, expect, it } from "vitest";
import { QuestionError } from "@/lib/framed";
import { findNames } from "./names";

const kept = ["cpu.utilization", "cpu.cores.0.user", "cpu.cores.1.user", "disk.sda.readBytesPerSecond"];
const why = "nothing of this name is kept";

describe("findNames", () => {
	it.each([
		[
			"cpi.utilization",
			/^metric: expected names that begin with cpu, memory, .*; did you mean "cpu.utilization"\?$/,
		],
		["system", /^metric: expected names that begin with cpu, .*, got "system"$/],
		[
			"cpu.utilisation",
			'metric: expected a metric of cpu, got "cpu.utilisation"; did you mean "cpu.utilization"?',
		],
		["system.cores", /got "system.cores"/],
	])("refuses %s, which is wrong on every host, and tells no list of hundreds", (name, message) => {
		expect(() => findNames(["cpu", name], kept)).toThrow(QuestionError);
		expect(() => findNames(["cpu", name], kept)).toThrow(message);
	});

	it.each([
		"disk.sdz.readBytesPerSecond",
		"disk.sdz",
		"network.eth0.100",
		"gpu",
		"memory.usedBytes",
		"cpu.cores.7.user",
		"stock.price",
		"xyzzy",
	])(
		"says that %s, which another host, another day or somebody's own stream may have, is missing",
		(name) => {
			expect(findNames(["cpu.utilization", name], kept)).toEqual({
				metrics: ["cpu.utilization"],
				missing: { [name]: why },
			});
		},
	);

	it("takes no series of one's own for one of ours that is misspelt", () => {
		const own = [...kept, "cpux.load", "cpux.cores"];
		expect(findNames(["cpux.loads", "cpux"], own)).toEqual({
			metrics: ["cpux.load", "cpux.cores"],
			missing: { "cpux.loads": why },
		});
		expect(findNames(["stocks.price"], [...kept, "stock.price"]).missing).toEqual({ "stocks.price": why });
	});

	it("refuses nothing of a server that has measured nothing yet", () => {
		expect(findNames(["cpu.utilisation"], [])).toEqual({ metrics: [], missing: { "cpu.utilisation": why } });
	});

	it("finds what begins with a name once, and everything without one", () => {
		expect(findNames(["cpu.cores", "cpu.cores.1.user", "cpu.cores"], kept).metrics).toEqual([
			"cpu.cores.0.user",
			"cpu.cores.1.user",
		]);
		expect(findNames([], kept)).toEqual({ metrics: kept, missing: {} });
	});
});
