// @ts-check
// The one door of every npm script. This file and node-version.mjs may use only what Node 12 can load, so that
// an old Node gets a sentence and not a syntax error.

const [name, ...args] = process.argv.slice(2);
const commands = ["start", "build", "dev", "backup", "check", "test", "bench", "conformance", "oracle"];

/** @param {unknown} error */
function end(error) {
	const failed = error instanceof Error ? error : new Error(String(error));
	if (/ENOSPC/.test(failed.message)) {
		console.error("\nThe disk is full. Free about 1 GB, then run the command again.");
	} else {
		console.error(failed.name === "Failure" ? `\n${failed.message}` : failed);
	}
	process.exit(1);
}

async function run() {
	const { explainNodeVersion } = await import("./node-version.mjs");
	const refusal = explainNodeVersion(process.versions.node, name);
	if (refusal !== null) {
		console.error(refusal);
		process.exit(1);
	}
	if (name === undefined || !commands.includes(name)) {
		console.error(
			`Expected one of ${commands.join(", ")}, got ${name === undefined ? "nothing" : `"${name}"`}.`,
		);
		process.exit(1);
	}
	const { ROOT } = await import("./project.mjs");
	process.chdir(ROOT);
	const { endWithNpm } = await import("./process/parent.mjs");
	endWithNpm();
	const command = await import(`./commands/${name}.mjs`);
	await command.default(args);
}

run().catch(end);
