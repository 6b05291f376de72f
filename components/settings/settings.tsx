"use client";

import type { SettingsState } from "@/lib/api/types";
import { settingsMessages } from "@/lib/settings-messages";
import { AccessPart } from "./access-part";
import { AuditPart } from "./audit-part";
import { ServerTime } from "./moment";
import { PasswordPart } from "./password-part";
import { SaidText } from "./said";
import { SessionsPart } from "./sessions-part";
import { TokensPart } from "./tokens-part";
import { useKept } from "./use-kept";

/** Who may come in, who is in, and what was done: to see without scripts, and to change with them. */
export function Settings({ initial }: { initial: SettingsState }) {
	const { sessions, tokens, entries, now, isOver, refresh } = useKept(initial);
	const { access, account, timezone } = initial;
	return (
		<ServerTime value={{ now, timezone }}>
			<main className="grid gap-4">
				<h1 className="mt-2 font-semibold text-xl">{settingsMessages.title}</h1>
				<p className="hidden text-muted noscript:block">{settingsMessages.noScript}</p>
				{isOver && <SaidText said={{ text: "", code: "signed_out" }} line={{ current: null }} />}
				<AccessPart access={access} />
				<SessionsPart sessions={sessions} onChange={refresh} />
				<TokensPart tokens={tokens} onChange={refresh} />
				{account !== null && <PasswordPart account={account} access={access} onChange={refresh} />}
				<AuditPart entries={entries} />
			</main>
		</ServerTime>
	);
}
