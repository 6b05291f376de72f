import { describe, expect, it } from "vitest";
import { needsRoot, parseSmart } from "./smart";

const say = (smart: object) => parseSmart(JSON.stringify(smart));
const message = (string: string) => ({
	smartctl: { messages: [{ string, severity: "error" }], exit_status: 2 },
});

describe("a disk", () => {
	it("that is about to fail is not healthy, though smartctl ends with a code of its own", () => {
		const smart = {
			smartctl: { exit_status: 8 },
			smart_status: { passed: false },
			temperature: { current: 51 },
		};
		expect(say(smart)).toEqual({ healthy: 0, celsius: 51 });
	});

	it("that is well is healthy, and its temperature is told", () => {
		const smart = {
			smartctl: { exit_status: 0 },
			smart_status: { passed: true },
			temperature: { current: 34 },
		};
		expect(say(smart)).toEqual({ healthy: 1, celsius: 34 });
	});

	it("that needs root to be asked is neither healthy nor ill", () => {
		const { healthy } = say(message("Smartctl open device: /dev/sda failed: Permission denied"));
		expect(healthy).toBe(needsRoot);
	});

	it.each([
		["a message", message("Device is in STANDBY mode, exit(2)")],
		["a message of its own command", message("Device is in STANDBY BY COMMAND mode, exit(2)")],
		["its power mode", { power_mode: { ata_value: 0 }, smartctl: { exit_status: 2 } }],
		["its exit code alone", { smartctl: { exit_status: 2 } }],
	])("that rests is left to it: told by %s", (_, smart) => {
		expect(say(smart).healthy).toBe("the disk rests, and is not woken up to be asked");
	});

	it("that cannot be asked is told in smartctl's own words", () => {
		expect(say(message("/dev/vda: Unable to detect device type")).healthy).toBe(
			"/dev/vda: Unable to detect device type",
		);
	});
});

it.each([
	"",
	"{",
	"null",
	"[]",
	"7",
	'"text"',
	'{"smartctl":{"messages":[{}]}}',
	'{"temperature":{"current":"hot"}}',
])("an answer that is none gives reasons and no numbers: %s", (text) => {
	const { healthy, celsius } = parseSmart(text);
	expect([typeof healthy, typeof celsius]).toEqual(["string", "string"]);
});

it("does not believe a disk that says 0 °C", () => {
	expect(say({ smart_status: { passed: true }, temperature: { current: 0 } }).celsius).toContain("0 °C");
});
