import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { locateHost } from "./host-paths";
import { createKernelCollector, KernelRates, parseKernelCounts } from "./kernel";
import { KernelFile } from "./kernel-file";

const at = (seconds: number) => ({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });

const ip = "Ip: Forwarding DefaultTTL\nIp: 1 64\n";
const tcp = (established: number | string, sent: number, retransmitted: number) =>
	`${ip}Tcp: MaxConn CurrEstab InSegs OutSegs RetransSegs\nTcp: -1 ${established} 9 ${sent} ${retransmitted}\n`;
const texts = {
	stat: "cpu  1 2\nintr 5 0 0\nctxt 1000\nbtime 9\nprocesses 50\nprocs_running 1\n",
	vmstat: "nr_free_pages 1\noom_kill 2\noom_kill_other 9\n",
	files: "557\t0\t2466170\n",
	tcp: tcp(4, 100, 10),
};

type Texts = typeof texts;
const read = (...sequence: Partial<Texts>[]) => {
	const rates = new KernelRates(1_000);
	return sequence
		.map((some, second) => rates.read(at(second), parseKernelCounts({ ...texts, ...some })))
		.at(-1);
};

describe("the kernel's own work", () => {
	it("gives no rate of a counter that wrapped at 32 bits, and still those of the others", () => {
		const stat = (switches: number, forks: number) => ({ stat: `ctxt ${switches}\nprocesses ${forks}\n` });
		expect(read(stat(10, 4_294_967_290), stat(20, 4))).toMatchObject({
			contextSwitchesPerSecond: 10,
			forksPerSecond: null,
			missing: { forksPerSecond: "counter went back" },
		});
		expect(read({ tcp: tcp(4, 4_294_967_290, 7) }, { tcp: tcp(4, 5, 8) })).toMatchObject({
			contextSwitchesPerSecond: 0,
			tcp: {
				established: 4,
				sentSegmentsPerSecond: null,
				retransmittedSegmentsPerSecond: null,
				retransmitUtilization: null,
			},
			missing: { "tcp.retransmitUtilization": "counter went back" },
		});
	});

	it("has no share of segments that were sent again when none was sent, and all when only such were sent", () => {
		expect(read({}, {})).toMatchObject({
			tcp: { sentSegmentsPerSecond: 0, retransmitUtilization: null },
			missing: { "tcp.retransmitUtilization": "no segment was sent" },
		});
		expect(read({}, { tcp: tcp(4, 100, 12) })?.tcp.retransmitUtilization).toBe(1);
		expect(read({}, { tcp: tcp(4, 101, 15) })?.tcp.retransmitUtilization).toBe(1);
	});

	it("takes the share of what was counted, not of rounded rates", () => {
		const rates = new KernelRates(60_000);
		rates.read(at(0), parseKernelCounts(texts));
		const { tcp: slow } = rates.read(at(60), parseKernelCounts({ ...texts, tcp: tcp(4, 103, 11) }));
		expect(slow).toMatchObject({ sentSegmentsPerSecond: 0, retransmitUtilization: 0.3333 });
	});

	it("does not take a number that fell below zero for a very large one", () => {
		expect(read({ tcp: tcp("18446744073709551615", 1, 1) })).toMatchObject({
			tcp: { established: null },
			missing: { "tcp.established": "could not be read" },
		});
	});

	it("finds the columns by their names", () => {
		const other = `${ip}Tcp: RetransSegs CurrEstab New OutSegs\nTcp: 10 4 77 100\n`;
		expect(parseKernelCounts({ ...texts, tcp: other })).toEqual(parseKernelCounts(texts));
	});

	it("says what a kernel does not tell", () => {
		const reading = read({}, { vmstat: "nr_free_pages 1\n", tcp: `${ip}Tcp: OutSegs\nTcp: 100\n` });
		expect(reading).toMatchObject({
			oomKills: null,
			tcp: { established: null, retransmitUtilization: null },
		});
		expect(reading?.missing).toMatchObject({
			oomKills: "not told by this system",
			"tcp.established": "not told by this system",
		});
	});

	it("does not call the largest number a limit", () => {
		expect(read({ files: "557\t0\t9223372036854775807\n" })).toMatchObject({
			openFiles: 557,
			openFilesLimit: null,
			missing: { openFilesLimit: "there is no limit" },
		});
	});

	it("gives rates of the time that passed, and levels as they are", () => {
		const rates = new KernelRates(1_000);
		expect(rates.read(at(0), parseKernelCounts(texts))).toMatchObject({
			contextSwitchesPerSecond: null,
			oomKills: 2,
			tcp: { established: 4, retransmitUtilization: null },
			missing: { forksPerSecond: "first reading" },
		});
		const stat = "ctxt 3000\nprocesses 75\n";
		expect(rates.read(at(2), parseKernelCounts({ ...texts, stat, tcp: tcp(6, 300, 15) }))).toEqual({
			time: 2_000,
			contextSwitchesPerSecond: 1_000,
			forksPerSecond: 12.5,
			oomKills: 2,
			openFiles: 557,
			openFilesLimit: 2_466_170,
			tcp: {
				established: 6,
				sentSegmentsPerSecond: 100,
				retransmittedSegmentsPerSecond: 2.5,
				retransmitUtilization: 0.025,
			},
		});
	});
});

describe("the collector", () => {
	let procRoot: string;

	beforeEach(() => {
		procRoot = mkdtempSync(join(tmpdir(), "proc-"));
		mkdirSync(join(procRoot, "1/net"), { recursive: true });
		mkdirSync(join(procRoot, "net"));
	});

	afterEach(() => rmSync(procRoot, { recursive: true }));

	const collect = (network?: { scope: "container" }) => {
		const paths = locateHost(procRoot);
		const collector = createKernelCollector(paths, new KernelFile(paths.stat), 1_000, network);
		const reading = () => collector.collect(at(0));
		return { reading, close: () => collector.close?.() };
	};

	it("tells what it can when some of the files may not be seen, and fails when none may", () => {
		const { reading, close } = collect();
		expect(reading).toThrow(`${procRoot}/stat cannot be read (ENOENT)`);
		writeFileSync(join(procRoot, "vmstat"), texts.vmstat);
		expect(reading()).toMatchObject({
			oomKills: 2,
			openFiles: null,
			missing: {
				openFiles: `${procRoot}/sys/fs/file-nr cannot be read (ENOENT)`,
				contextSwitchesPerSecond: `${procRoot}/stat cannot be read (ENOENT)`,
				"tcp.established": `${procRoot}/1/net/snmp cannot be read (ENOENT)`,
			},
		});
		close();
	});

	it("says whose connections they are in a container with a network of its own, and that all else is the host's", () => {
		writeFileSync(join(procRoot, "1/net/snmp"), tcp(8, 1, 1));
		const { reading, close } = collect({ scope: "container" });
		expect(reading()).toMatchObject({ tcp: { scope: "container", established: 8 } });
		expect(reading()).not.toHaveProperty("scope");
		close();
	});

	it("tells the connections of the host's first process, and not those of the container it runs in", () => {
		writeFileSync(join(procRoot, "net/snmp"), tcp(1, 1, 1));
		writeFileSync(join(procRoot, "1/net/snmp"), tcp(8, 1, 1));
		const { reading, close } = collect();
		expect(reading()).toMatchObject({ tcp: { established: 8 } });
		close();
	});
});
