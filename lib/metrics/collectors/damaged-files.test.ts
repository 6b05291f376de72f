import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CpuRates, parseCpuTimes } from "./cpu";
import { createDiskRates, parseDiskstats } from "./disk";
import { KernelRates, parseKernelCounts } from "./kernel";
import { parseLoad } from "./load";
import { encodeMemory, parseMeminfo } from "./memory";
import { createNetworkRates, parseNetDev } from "./network";
import { encodePressure, parseStall } from "./pressure";

// Of each kernel what it says in the files that are read at each tick, in the form that it has there.
const fixtures = join(import.meta.dirname, "fixtures");
const kernels = readdirSync(fixtures).filter((name) => /^\d/.test(name));
const files = ["stat", "meminfo", "loadavg", "diskstats", "vmstat", "sys/fs/file-nr", "net/dev", "net/snmp"];
const pressure = ["cpu", "memory", "io"].map((name) => `pressure/${name}`);
type Texts = Record<string, string>;

const readTexts = (kernel: string): Texts =>
	Object.fromEntries(
		[...files, ...pressure].map((file) => {
			const path = join(fixtures, kernel, file);
			return [file, existsSync(path) ? readFileSync(path, "latin1") : ""];
		}),
	);

const at = (seconds: number) => ({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });

const kernelTexts = (texts: Texts) => ({
	stat: texts.stat ?? "",
	vmstat: texts.vmstat ?? "",
	files: texts["sys/fs/file-nr"] ?? "",
	tcp: texts["net/snmp"] ?? "",
});

/** What all parsers make of the texts. */
const parse = (texts: Texts) => ({
	cpu: parseCpuTimes(texts.stat ?? ""),
	memory: encodeMemory(at(0), parseMeminfo(texts.meminfo ?? "")),
	load: parseLoad(at(0), texts.loadavg ?? "", texts.stat ?? ""),
	disk: parseDiskstats(texts.diskstats ?? ""),
	network: parseNetDev(texts["net/dev"] ?? ""),
	kernel: parseKernelCounts(kernelTexts(texts)),
	some: parseStall(texts["pressure/io"] ?? "", "some"),
	full: parseStall(texts["pressure/io"] ?? "", "full"),
});

/** The readings that are made of these texts, one second after another. */
function readings(...sequence: Texts[]): Record<string, object>[] {
	const [cpu, kernel] = [new CpuRates(1_000), new KernelRates(1_000)];
	const [disk, network] = [createDiskRates(1_000), createNetworkRates(1_000)];
	return sequence.map((texts, second) => {
		const now = at(second);
		const parsed = parse(texts);
		const [cpuText, memory, io] = pressure.map((file) => texts[file] ?? "") as [string, string, string];
		return {
			cpu: cpu.read(now, parsed.cpu),
			memory: parsed.memory,
			load: parsed.load,
			disk: disk.read(now, parsed.disk),
			network: network.read(now, parsed.network),
			kernel: kernel.read(now, parsed.kernel),
			pressure: encodePressure(now, { cpu: cpuText, memory, io }),
		};
	});
}

/** All numbers in a value by their path, and `null` for what is none. */
function leaves(value: unknown, path = "", found = new Map<string, number | null>()) {
	if (typeof value === "number") found.set(path, Number.isNaN(value) ? null : value);
	else if (value === null) found.set(path, null);
	else if (value instanceof Map) for (const [name, member] of value) leaves(member, `${path}.${name}`, found);
	else if (typeof value === "object")
		for (const [name, member] of Object.entries(value)) {
			if (name !== "missing" && name !== "time") leaves(member, path ? `${path}.${name}` : name, found);
		}
	return found;
}

/** What must not be in a reading: numbers that are none or cannot be, and `null`s without a reason. */
function faults(reading: object): string[] {
	const missing = (reading as { missing?: Record<string, string> }).missing ?? {};
	return [...leaves(reading)].flatMap(([path, value]) => {
		const isShare = /tilization$|avg\d+$/.test(path);
		if (value === null) return missing[""] || missing[path] ? [] : [`${path}: null without a reason`];
		return Number.isFinite(value) && value >= 0 && (!isShare || value <= 1) ? [] : [`${path}: ${value}`];
	});
}

const faultsOf = (...sequence: Texts[]) =>
	readings(...sequence).flatMap((events) =>
		Object.entries(events).flatMap(([event, reading]) => faults(reading).map((fault) => `${event}.${fault}`)),
	);

const each = (texts: Texts, change: (text: string) => string): Texts =>
	Object.fromEntries(Object.entries(texts).map(([file, text]) => [file, change(text)]));

/** Random numbers that are the same each time (mulberry32). */
function createRandom(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
	};
}

describe.each(kernels)("of Linux %s", (kernel) => {
	const texts = readTexts(kernel);
	const numbers = /(?<=[ \t:=])\d+(?=[ \t\n])/g;

	it("takes nothing for whole at which a file was cut off, wherever that is", () => {
		const wrong: string[] = [];
		for (const file of [...files, ...pressure]) {
			const text = texts[file] ?? "";
			const whole = leaves(parse({ [file]: text }));
			for (let length = 0; length < text.length; length++) {
				for (const [path, value] of leaves(parse({ [file]: text.slice(0, length) }))) {
					if (value !== null && value !== whole.get(path))
						wrong.push(`${file} at ${length}: ${path} ${value}`);
				}
			}
		}
		expect(wrong).toEqual([]);
	});

	it("reads the same where a later kernel has more columns, or lines end in another way", () => {
		expect(parse(each(texts, (text) => text.replaceAll("\n", " 7 8 x 9\n")))).toEqual(parse(texts));
		expect(parse(each(texts, (text) => text.replaceAll("\n", "\r\n")))).toEqual(parse(texts));
	});

	it("reads each device once, though it is listed twice", () => {
		for (const file of ["diskstats", "net/dev"]) {
			const twice = { ...texts, [file]: texts[file]?.replace(/^.*\n/gm, "$&$&") ?? "" };
			expect(parse(twice)).toEqual(parse(texts));
		}
	});

	it.each<[string, (text: string) => string]>([
		["are all empty", () => ""],
		["hold nothing but line ends", (text) => "\n".repeat(text.length % 99)],
		["have no line end", (text) => text.replaceAll("\n", " ")],
		["have no numbers", (text) => text.replace(/\d+/g, "x")],
		["have negative numbers", (text) => text.replace(numbers, "-$&")],
		["have numbers as large as they get", (text) => text.replace(numbers, "18446744073709551615")],
		["have numbers larger than any", (text) => text.replace(numbers, "9".repeat(400))],
		["have numbers with a fraction", (text) => text.replace(numbers, "$&.5e3")],
		["lack every second line", (text) => text.replace(/^(.*\n).*\n/gm, "$1")],
		["lack their first column", (text) => text.replace(/^\s*\S+\s+/gm, "")],
		["hold zeros that end strings", (text) => text.replaceAll(" ", "\0")],
	])("gives no impossible numbers, and a reason for each null, when the files %s", (_, change) => {
		const hostile = each(texts, change);
		expect(faultsOf(texts, hostile, hostile, texts, texts)).toEqual([]);
	});

	it("gives no impossible numbers, and a reason for each null, whatever is damaged", () => {
		const wrong: string[] = [];
		for (let seed = 0; seed < 150; seed++) {
			const random = createRandom(seed);
			const damage = (text: string) => {
				const bytes = Buffer.from(text, "latin1");
				for (let count = random(8); count > 0 && bytes.length > 0; count--) {
					bytes[random(bytes.length)] = random(2) ? 32 + random(32) : random(256);
				}
				return bytes.toString("latin1");
			};
			const sequence = [each(texts, damage), texts, each(texts, damage), each(texts, damage)];
			wrong.push(...faultsOf(...sequence).map((fault) => `seed ${seed}: ${fault}`));
		}
		expect(wrong).toEqual([]);
	});
});
