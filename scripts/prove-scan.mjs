// @ts-check
// Asks a server of its own for all that scanners and attackers try, as a stranger and as its admin, and tells what is
// answered otherwise than it should be. What scanners of others found stands in docs/scans.md.
import { ensureBuilt, ensureInstalled } from "./prepare.mjs";
import { passwords, scan } from "./scan/run.mjs";
import { startHostbeat } from "./server/spawn.mjs";

await ensureInstalled("prod");
await ensureBuilt();
const server = await startHostbeat({
	env: { HOSTBEAT_PASSWORD: passwords.admin, HOSTBEAT_VIEWER_PASSWORD: passwords.viewer },
});
try {
	const { asked, findings } = await scan(Number(new URL(server.url).port));
	for (const { name, as, request, faults } of findings) {
		console.log(`\nFAIL ${name} (as ${as}): ${faults.join("; ")}`);
		console.log(JSON.stringify(request.slice(0, 600)));
	}
	console.log(`\n${asked} asked, ${findings.length} answered otherwise than they should be`);
	process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
	await server.stop();
}
