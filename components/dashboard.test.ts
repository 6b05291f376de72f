import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { createElement } from "react";
import { renderToPipeableStream } from "react-dom/server";
import { expect, it } from "vitest";
import type { PageState } from "@/lib/live/types";
import { ranges } from "@/lib/live/view";
import { panelMessages } from "@/lib/panel-messages";
import { linuxSchedule, paceOf } from "@/lib/schedule";
import { Dashboard } from "./dashboard";

const time = 1_800_000_000_000;
const queries = [
	"",
	...Object.keys(ranges).map((range) => `range=${range}`),
	`from=${time - 60_000}&to=${time}`,
];

/** As a server draws it that has measured nothing yet, with every error of a panel. */
async function draw(query: string): Promise<{ html: string; errors: unknown[] }> {
	const page: PageState = {
		...{ id: "1.0", host: "web-1", version: "1", time, intervalMs: 1_000 },
		pace: paceOf(linuxSchedule, 1_000, { watched: true }),
		...{ events: {}, facts: [], window: { from: time, stepMs: 1_000, series: {} } },
	};
	const errors: unknown[] = [];
	const html = new PassThrough();
	const drawing = renderToPipeableStream(createElement(Dashboard, { page, query, account: null }), {
		onError: (error) => void errors.push(error),
		onAllReady: () => drawing.pipe(html),
	});
	return { html: await text(html), errors };
}

it.each(queries)("is drawn whole before the first reading, for the address ?%s", async (query) => {
	const { html, errors } = await draw(query);
	expect(errors).toEqual([]);
	expect(html).toContain(`aria-label="${panelMessages.view.label}"`);
	expect(html).not.toMatch(/Invalid Date|NaN|Infinity/);
});
