import { expectLive } from "./fixtures/page";
import { expect, test } from "./fixtures/test";

const optional = ["temperature", "gpu", "battery", "diskHealth"];

test("what the host does not have is told in one line with the reason, and what it has stands in a panel", async ({
	page,
	server,
}) => {
	await page.goto(server.url);
	await expectLive(page);
	// Those that are only read while somebody watches come a moment after the page.
	const read = async () => {
		const response = await page.request.get(`${server.url}/api/snapshot?events=${optional}`);
		return (await response.json()).events as Record<string, { missing?: Record<string, string> }>;
	};
	await expect.poll(async () => Object.keys(await read()).length, { timeout: 15_000 }).toBe(optional.length);
	for (const [name, { missing }] of Object.entries(await read())) {
		const reason = missing?.[""];
		const line = page.locator(`[data-absent="${name}"]`);
		await expect(page.locator(`[data-panel="${name}"]`), name).toHaveCount(reason === undefined ? 1 : 0);
		await expect(line, name).toHaveCount(reason === undefined ? 0 : 1);
		if (reason !== undefined) await expect(line).toContainText(reason);
	}
});
