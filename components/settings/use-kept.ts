"use client";

import { useCallback, useEffect, useState } from "react";
import type { AuditEntry, SessionView, TokenView } from "@/lib/access/types";
import type { SettingsState } from "@/lib/api/types";
import { ask } from "./ask";

const everyMs = 30_000;

/** What is shown as lists, as it was last told; and the way to ask for it again. */
export function useKept(initial: SettingsState) {
	const [kept, setKept] = useState({
		sessions: initial.sessions,
		tokens: initial.tokens,
		entries: initial.entries,
	});
	const [sinceMs, setSince] = useState(0);
	const [isOver, setOver] = useState(false);

	const refresh = useCallback(async () => {
		const answers = await Promise.all([
			ask<{ sessions: SessionView[] }>("GET", "/api/sessions"),
			ask<{ tokens: TokenView[] }>("GET", "/api/tokens"),
			ask<{ entries: AuditEntry[] }>("GET", "/api/audit"),
		]);
		// What could not be asked for stays as it was last told.
		for (const answer of answers) if (answer.isDone) setKept((before) => ({ ...before, ...answer.value }));
		setOver(answers.some((answer) => !answer.isDone && answer.code === "signed_out"));
	}, []);

	useEffect(() => {
		// By how long it has been here, for the browser's clock need not be right.
		const loadedAt = performance.now();
		const count = () => setSince(performance.now() - loadedAt);
		const timer = setInterval(count, everyMs);
		const look = () => {
			count();
			refresh();
		};
		// A page that is returned to as it was left may be that of somebody who has signed out since.
		const show = (event: PageTransitionEvent) => event.persisted && location.reload();
		window.addEventListener("focus", look);
		window.addEventListener("pageshow", show);
		return () => {
			clearInterval(timer);
			window.removeEventListener("focus", look);
			window.removeEventListener("pageshow", show);
		};
	}, [refresh]);

	const now = Math.max(initial.time + sinceMs, ...kept.entries.map(({ time }) => time));
	return { ...kept, now, isOver, refresh };
}
