import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import type { PageState } from "@/lib/live/types";
import { LiveProvider } from "./hooks/use-live";
import { ViewProvider } from "./hooks/use-view";
import { TimeRange } from "./time-range";

it("is drawn before there is any reading, of which it could tell the time", () => {
	const time = Date.now();
	const page = {
		...{ id: "1.1", host: "web-1", version: "1", time, intervalMs: 1_000, pace: { cpu: 1 } },
		...{ window: { from: time, stepMs: 1_000, series: {} }, facts: [], events: {} },
	} as unknown as PageState;
	const query = { query: "", children: createElement(TimeRange) };
	const around = { page, children: createElement(ViewProvider, query) };
	const drawn = renderToString(createElement(LiveProvider, around));
	expect(drawn).toContain('data-range="live"');
});
