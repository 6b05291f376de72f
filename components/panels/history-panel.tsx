"use client";

import { formatNumber, unknown } from "@/lib/format";
import { messages } from "@/lib/messages";
import type { HistoryStatus } from "@/lib/metrics/types";
import { oldestKept } from "@/lib/oldest-kept";
import { panelMessages } from "@/lib/panel-messages";
import { bytesText } from "../chart-words";
import { Meter } from "../charts/meter";
import { FactList } from "../fact-list";
import { useReading, useStore } from "../hooks/use-live";
import { momentText, retentionText, stateText } from "../kept-words";
import { Panel } from "../ui/panel";
import { Table } from "../ui/table";

const words = panelMessages.history;
const columns = [
	{ label: words.step },
	{ label: words.retention },
	{ label: words.oldest },
	{ label: words.bytes, numeric: true },
];

/** What is kept of all this, how large it is, and what happened meanwhile. */
export function HistoryPanel() {
	const status = useReading("history");
	return (
		<Panel
			event="history"
			title={messages.panels.history}
			explanation={panelMessages.explanations.history}
			className="xl:col-span-2"
		>
			{status ? <KeptWords status={status} /> : <p className="text-muted text-xs">{messages.noReadingYet}</p>}
			<FactList />
		</Panel>
	);
}

function KeptWords({ status }: { status: HistoryStatus }) {
	const store = useStore();
	const timezone = store.get("clock")?.timezone ?? "UTC";
	const since = oldestKept(status.tiers);
	const rows = status.tiers.map(({ name, retentionMs, from, bytes }) => ({
		key: name,
		cells: [
			name,
			retentionText(retentionMs),
			from === null ? words.nothingYet : momentText(from, timezone),
			status.maxBytes > 0 ? bytesText(bytes) : unknown,
		],
	}));
	return (
		<>
			<p className="mb-3 font-semibold text-sm">{stateText(status)}</p>
			{status.maxBytes > 0 && <Size status={status} />}
			<dl className="mb-3 grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-xs">
				<dt className="text-muted">{words.since}</dt>
				<dd>{since === null ? words.nothingYet : momentText(since, timezone)}</dd>
				<dt className="text-muted">{words.series}</dt>
				<dd>{formatNumber(status.series)}</dd>
				{status.file !== null && (
					<>
						<dt className="text-muted">{words.file}</dt>
						<dd className="min-w-0 break-all">{status.file}</dd>
					</>
				)}
			</dl>
			<Table caption={words.tiers} columns={columns} rows={rows} empty={words.nothingYet} />
		</>
	);
}

function Size({ status: { bytes, maxBytes } }: { status: HistoryStatus }) {
	const text = words.size(bytesText(bytes), bytesText(maxBytes));
	return (
		<div className="mb-3">
			<p className="mb-1 flex justify-between text-xs">
				<span className="text-muted">{words.sizeLabel}</span>
				<span>{text}</span>
			</p>
			<Meter label={words.sizeUse} value={bytes / maxBytes} valueText={text} />
		</div>
	);
}
