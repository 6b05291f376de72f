import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./fixtures/test";

test("what is sent to a command is refused by name, or is one argument that no shell reads", async ({
	start,
}) => {
	const directory = mkdtempSync(join(tmpdir(), "hostbeat-hostile-"));
	mkdirSync(join(directory, "in"));
	symlinkSync("/etc", join(directory, "in/out"));
	const file = join(directory, "hostbeat.yaml");
	const tasks = [
		{ id: "say", title: "Say", command: ["echo", "{text}"], parameters: [{ name: "text", type: "text" }] },
		{
			...{ id: "list", title: "List", command: ["ls", "{where}"] },
			parameters: [{ name: "where", type: "directory", within: [join(directory, "in")] }],
		},
	];
	// JSON is YAML.
	writeFileSync(file, JSON.stringify({ tasks }), { mode: 0o600 });
	const { url } = await start({ env: { HOSTBEAT_CONFIG: file } });
	const send = async (task: string, parameters: unknown) => {
		const body = JSON.stringify({ task, parameters });
		const headers = { "Content-Type": "application/json", Connection: "close" };
		const answer = await fetch(`${url}/api/jobs`, { method: "POST", headers, body });
		return { status: answer.status, body: await answer.json() };
	};

	for (const text of ["a\nb", "a\0b", "--help", "\u001b[2J", "x".repeat(201), 5, null, ["a"]]) {
		const { status, body } = await send("say", { text });
		expect([status, body.error.code, body.error.message.slice(0, 15)]).toEqual([
			400,
			"bad_request",
			"text: expected ",
		]);
	}
	for (const where of ["in/..", "in/out", "in/out/ssl", "in/../../../etc", "nothing"]) {
		const { status, body } = await send("list", { where: `${directory}/${where}` });
		expect([status, body.error.message.slice(0, 16)]).toEqual([400, "where: expected "]);
	}
	expect(await send("say", { text: "a", __proto: 1 })).toMatchObject({
		status: 400,
		body: { error: { message: "__proto: expected one of text, got another" } },
	});
	expect((await send("say", { text: "x".repeat(2 ** 20) })).status).toBe(413);

	const proof = join(directory, "proof");
	for (const text of [
		`; touch ${proof}`,
		`$(touch ${proof})`,
		`\`touch ${proof}\``,
		`| touch ${proof}`,
		"{text} * ~ %s",
	]) {
		const { status, body } = await send("say", { text });
		expect(status).toBe(201);
		const said = await (await fetch(`${url}/api/jobs/${body.id}/stream`)).text();
		expect(said).toContain(`"source":"stdout","text":${JSON.stringify(text)}}`);
		expect(said).toContain("event: succeeded");
	}
	expect(existsSync(proof)).toBe(false);
	rmSync(directory, { recursive: true });
});
