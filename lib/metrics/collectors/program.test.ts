import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Program, type ProgramOutput } from "./program";

const failing = (code: string) => async () => {
	throw Object.assign(new Error(code), { code });
};

describe("a program that hangs", () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	it("is given up, and not started again while it does", async () => {
		let end = (_: ProgramOutput) => {};
		const start = vi.fn(() => new Promise<ProgramOutput>((resolve) => (end = resolve)));
		const program = new Program("smartctl", start);
		const first = expect(program.run(["/dev/sda"], 0)).rejects.toThrow("smartctl does not answer");
		await vi.advanceTimersByTimeAsync(4_500);
		await first;
		await expect(program.run(["/dev/sda"], 0)).rejects.toThrow("smartctl is still not answering");
		expect(start).toHaveBeenCalledTimes(1);
		end({ text: "late", code: 0 });
		await vi.advanceTimersByTimeAsync(0);
		void program.run(["/dev/sda"], 0).catch(() => {});
		expect(start).toHaveBeenCalledTimes(2);
	});

	it("does not keep it from other questions", async () => {
		const start = vi.fn((_: string, [argument]: string[]) =>
			argument === "hang" ? new Promise<ProgramOutput>(() => {}) : Promise.resolve({ text: "well", code: 0 }),
		);
		const program = new Program("smartctl", start);
		const hanging = program.run(["hang"], 0).catch((error: Error) => error.message);
		await expect(program.run(["other"], 0)).resolves.toEqual({ text: "well", code: 0 });
		await vi.advanceTimersByTimeAsync(4_500);
		expect(await hanging).toBe("smartctl does not answer");
	});
});

it("is looked for beside the path too, and where it is not installed only each ten minutes", async () => {
	const start = vi.fn(failing("ENOENT"));
	const program = new Program("nvidia-smi", start);
	await expect(program.run([], 0)).rejects.toThrow("nvidia-smi is not installed");
	expect(start.mock.calls.map(([file]: unknown[]) => file)).toEqual([
		"nvidia-smi",
		"/usr/sbin/nvidia-smi",
		"/usr/local/sbin/nvidia-smi",
	]);
	await expect(program.run([], 599_999)).rejects.toThrow("is not installed");
	expect(start).toHaveBeenCalledTimes(3);
	await expect(program.run([], 600_000)).rejects.toThrow("is not installed");
	expect(start).toHaveBeenCalledTimes(6);
});

it("that may not be run says why", async () => {
	await expect(new Program("smartctl", failing("EACCES")).run([], 0)).rejects.toThrow(
		"smartctl could not be run (EACCES)",
	);
});

it("is started without a shell, and its exit code is no failure", async () => {
	const program = new Program("node");
	const output = await program.run(
		["-e", "console.log(process.argv[1]); process.exit(8)", "a b; echo $HOME"],
		0,
	);
	expect(output).toEqual({ text: "a b; echo $HOME\n", code: 8 });
	await expect(new Program("hostbeat-no-such-program").run([], 0)).rejects.toThrow("is not installed");
});
