import type { AuditEntry, Scope } from "@/lib/access/types";
import type { AccessSummary } from "@/lib/api/types";
import { formatDuration } from "@/lib/format";
import { settingsMessages } from "@/lib/settings-messages";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A span in its largest unit: `5 min`, `3 h`, `12 d`. What has just begun to run down is still as long as it was. */
function spanText(ms: number, round: (count: number) => number = Math.floor): string {
	const unit = [dayMs, hourMs, minuteMs].find((one) => round(ms / one) >= 1) ?? 1_000;
	return formatDuration(round(ms / unit) * unit);
}

/** How long ago a time was, or how far off it is. */
export function whenWords(time: number, now: number): string {
	if (time > now) return settingsMessages.inTime(spanText(time - now, Math.round));
	return now - time < minuteMs ? settingsMessages.justNow : settingsMessages.ago(spanText(now - time));
}

/** One fact of how access is set: a sentence, and what would change it. */
interface AccessFact {
	term: string;
	sentences: string[];
	setting: string;
}

/** How access is set, in plain sentences. */
export function accessFacts(access: AccessSummary): AccessFact[] {
	const words = settingsMessages.access;
	const { anonymous, encryption } = access;
	const accounts = access.accounts.map(({ account, isSetting }) =>
		words.account(words.may[account], words.withPassword[isSetting ? "setting" : "kept"]),
	);
	const hasViewer = access.accounts.some(({ account }) => account === "viewer");
	return [
		{
			term: words.reach,
			sentences: [(access.isLoopback ? words.loopback : words.network)(access.host)],
			setting: words.reachSetting,
		},
		{ term: words.login, sentences: [words.anonymous[anonymous]], setting: words.loginSetting[anonymous] },
		{
			term: words.accounts,
			sentences: accounts.length > 0 ? accounts : [words.noAccounts],
			setting: hasViewer ? "" : words.viewerSetting,
		},
		{
			term: words.encryption,
			sentences: [words.encryptions[encryption]],
			setting: words.encryptionSetting[encryption],
		},
		{
			term: words.sessions,
			sentences: [words.sessionEnd(spanText(access.sessionIdleMs), spanText(access.sessionMaxMs))],
			setting: words.sessionSetting,
		},
	];
}

/** What a token may do. */
export function scopeWords(scopes: readonly Scope[]): string {
	const words = Object.entries(settingsMessages.tokens.scopes);
	return words.flatMap(([scope, text]) => (scopes.includes(scope as Scope) ? [text] : [])).join(", ");
}

/** A line of the audit log as a sentence, without its time. */
export function auditText({ action, who, address, what, count }: AuditEntry): string {
	const words = settingsMessages.audit;
	// A newer server may have noted what this one does not know.
	const say = Object.hasOwn(words.actions, action) ? words.actions[action] : null;
	const text = say?.(who ?? words.stranger, what ?? "", who === null) ?? words.unknown(action);
	return words.entry(text, address === null ? "" : words.from(address), count > 1 ? words.times(count) : "");
}
