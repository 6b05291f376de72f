import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Child } from "./fixtures/child";
import { expect, test } from "./fixtures/test";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const section = /^## Long-running jobs\n(.*?)^## /ms.exec(readme)?.[1] ?? "";
const [start = "", follow = "", stop = ""] = [...section.matchAll(/```sh\n(.*?)```/gs)].map(
	([, lines]) => lines,
);
const [example = ""] = [...section.matchAll(/```yaml\n(.*?)```/gs)].map(([, lines]) => lines);

let directory: string;
test.beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-jobs-"));
});
test.afterEach(() => rmSync(directory, { recursive: true }));

const write = (text: string) => {
	const file = join(directory, "hostbeat.yaml");
	writeFileSync(file, text, { mode: 0o600 });
	return file;
};
const shell = (script: string) =>
	new Child("sh", ["-c", script], { cwd: directory, env: { ...process.env, LC_ALL: "C.UTF-8" } });

test("the shell lines of the README start a job, and follow it with a bar to its end", async ({
	start: serve,
}) => {
	const server = await serve();
	const followed = shell((start + follow).replaceAll("http://127.0.0.1:7373", server.url));
	await followed.said(/\n(succeeded)\n/, 50_000);
	await followed.exited;
	const shares = [...followed.output.matchAll(/\r\[(#* *)\] +(\d+) %/g)];
	for (const [, bar = "", share] of shares) {
		expect(bar).toHaveLength(30);
		const length = bar.trimEnd().length;
		expect(Math.abs(length - (Number(share) * 30) / 100)).toBeLessThan(1.4);
	}
	// Who comes when it is over sees the same.
	const id = (await (await fetch(`${server.url}/api/jobs`)).json()).jobs[0].id;
	const again = shell(`jobs=${server.url}/api/jobs id=${id}\n${follow}`);
	await again.exited;
	expect(again.output).toBe(followed.output);
});

test("its line stops a job of the file that it shows, with all that came of it", async ({ start: serve }) => {
	// As it stands, with a program that is on every machine, and a bar.
	const command =
		'[sh, -c, "for n in 1 2 3; do echo $n%; done; trap : TERM; sleep 1000 & sleep 1000", unused]';
	const file = write(example.replace(/command: .*/, `command: ${command}`));
	const server = await serve({ env: { HOSTBEAT_CONFIG: file } });
	const begun = start
		.replace(/-d '[^']*'/, `-d '{"task":"backup"}'`)
		.replaceAll("http://127.0.0.1:7373", server.url);
	const followed = shell(`${begun}echo "id=$id"\n${follow}`);
	const id = await followed.said(/^id=([0-9a-z]{16})$/m, 20_000);
	await followed.said(/( 3 %)/, 20_000);
	const stopped = shell(`jobs=${server.url}/api/jobs id=${id}\n${stop}`);
	await stopped.exited;
	const job = JSON.parse(stopped.output);
	expect(job).toMatchObject({ id, status: "cancelled", progress: 0.03 });
	await followed.said(/\n(cancelled)\n/, 5_000);
	await followed.exited;
});

test("a mistake in the file ends the start with its lines, and with nothing else", () => {
	const file = write("tasks:\n  - id: backup\n    title: Backup\n    command: rm -rf /\n    shell: true\n");
	const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/run.mjs", "start"], {
		cwd: root,
		env: { ...process.env, PORT: "0", HOSTBEAT_CONFIG: file },
		encoding: "utf8",
	});
	expect(stderr.trim().split("\n")).toEqual([
		`${file}:4: tasks[0].command: expected a list of a program and its arguments, at most 100, got "rm -rf /"`,
		expect.stringContaining(`${file}:5: tasks[0].shell: expected one of the keys id, title, `),
	]);
	expect(stdout).toBe("");
	expect(status).toBe(1);
});
