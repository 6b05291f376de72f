import { expect, it } from "vitest";
import { createDiskHealthCollector } from "./disk-health";
import { plantLines, plantSysfs } from "./fixtures/sensors/plant";
import { Program } from "./program";

const at = { time: 1_000, monotonicMs: 0 };
const answering = (answers: Record<string, object>) =>
	new Program("smartctl", async (_, args) => {
		const answer = answers[args.at(-1) as string];
		if (!answer) throw Object.assign(new Error(), { code: "ENOENT" });
		return { text: JSON.stringify(answer), code: 0 };
	});
const well = { smart_status: { passed: true }, temperature: { current: 34 } };
const refused = { smartctl: { messages: [{ string: "failed: Permission denied" }], exit_status: 2 } };

it("says of a host with nothing but virtual disks that none of them could tell", async () => {
	expect(await createDiskHealthCollector(plantSysfs("virtual-machine"), answering({})).collect(at)).toEqual({
		time: 1_000,
		disks: [],
		missing: { "": "no disk that could tell" },
	});
});

it("names the disks where smartctl is not installed, and says that for all of them", async () => {
	expect(await createDiskHealthCollector(plantSysfs("ryzen-server"), answering({})).collect(at)).toEqual({
		time: 1_000,
		disks: [
			{ name: "sda", model: "WDC WD40EFRX-68N", healthy: null, celsius: null },
			{ name: "sdb", model: "CT500MX500SSD1", healthy: null, celsius: null },
		],
		missing: { "": "smartctl is not installed" },
	});
});

it("keeps the answer of one disk when another may not be asked", async () => {
	const smartctl = answering({ "/dev/sda": well, "/dev/sdb": refused });
	const reading = await createDiskHealthCollector(plantSysfs("ryzen-server"), smartctl).collect(at);
	expect(reading?.disks.map(({ healthy, celsius }) => [healthy, celsius])).toEqual([
		[1, 34],
		[null, null],
	]);
	expect(reading?.missing).toEqual({
		"disks.1.healthy": "smartctl may not ask the disk: it needs root",
		"disks.1.celsius": "smartctl may not ask the disk: it needs root",
	});
});

it("asks all of many disks, four at a time", async () => {
	const letters = [..."abcdefghij"];
	const sys = plantLines(letters.map((letter) => `block/sd${letter}/size: 100`));
	let running = 0;
	let most = 0;
	const smartctl = new Program("smartctl", async () => {
		most = Math.max(most, ++running);
		await Promise.resolve();
		running--;
		return { text: JSON.stringify(well), code: 0 };
	});
	const reading = await createDiskHealthCollector(sys, smartctl).collect(at);
	expect(reading?.disks.filter(({ healthy }) => healthy === 1)).toHaveLength(letters.length);
	expect(most).toBe(4);
});

it("leaves out drives without a medium, parts of disks and the hidden paths of NVMe", async () => {
	const sys = plantLines(
		["sr0", "nvme0c0n1", "nvme0n1", "dm-0", "loop0", "sda", "md0"].map(
			(name) => `block/${name}/size: ${name === "sda" ? 0 : 9}`,
		),
	);
	const reading = await createDiskHealthCollector(sys, answering({ "/dev/nvme0n1": well })).collect(at);
	expect(reading?.disks.map(({ name }) => name)).toEqual(["nvme0n1"]);
});
