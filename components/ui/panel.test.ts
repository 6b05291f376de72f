import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import type { PageState } from "@/lib/live/types";
import { LiveProvider } from "../hooks/use-live";
import { Panel } from "./panel";

it("does not draw, on a server, a reading as a live one that nobody has watched for hours", () => {
	const time = Date.now();
	const draw = (ageMs: number) => {
		const page = {
			...{ id: "1.1", host: "web-1", version: "1", time, intervalMs: 1_000, pace: { gpu: 10 } },
			window: { from: time, stepMs: 1_000, series: {} },
			events: { gpu: { time: time - ageMs, gpus: [] } },
		} as unknown as PageState;
		const filled = { event: "gpu" as const, title: "GPU", children: "97 %" };
		const panel = createElement(Panel, filled);
		const around = { page, children: panel };
		return renderToString(createElement(LiveProvider, around));
	};
	const old = draw(8 * 3_600_000);
	expect(old).toContain('data-stale="true"');
	expect(old).toContain("8 h");
	expect(draw(9_000)).toContain('data-stale="false"');
});
