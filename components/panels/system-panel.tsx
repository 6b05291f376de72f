"use client";

import { formatDate, formatDuration, formatNumber, formatTimeOfDay, unknown } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import { panelMessages } from "@/lib/panel-messages";
import { useReading, useStore } from "../hooks/use-live";
import { missingReason } from "../missing-reason";
import { LiveText } from "../ui/live-text";
import { Panel } from "../ui/panel";
import { Cell } from "../ui/table";

const words = panelMessages.system;

const readUptime = (store: LiveStore) => {
	const bootTime = store.get("system")?.bootTime ?? null;
	const now = store.get("clock")?.time;
	return bootTime === null || now === undefined ? unknown : formatDuration(now - bootTime);
};

/** What the host is. */
export function SystemPanel() {
	const store = useStore();
	const system = useReading("system");
	const timezone = store.get("clock")?.timezone ?? "UTC";
	const booted = (time: number) => `${formatDate(time, timezone)} ${formatTimeOfDay(time, timezone)}`;
	const facts = [
		["os", system?.os ?? null],
		["kernel", system?.kernel ?? null],
		["architecture", system?.architecture ?? null],
		["cpuModel", system?.cpuModel ?? null],
		["cores", system?.cores == null ? null : formatNumber(system.cores)],
		["virtualization", system?.virtualization ?? null],
		["bootTime", system?.bootTime == null ? null : booted(system.bootTime)],
	] as const;
	return (
		<Panel
			event="system"
			title={messages.panels.system}
			explanation={panelMessages.explanations.system}
			className="xl:col-span-2"
		>
			<dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-xs">
				{facts.map(([name, value]) => (
					<Fact key={name} term={words[name]}>
						<Cell text={value ?? unknown} reason={missingReason(system, name, value)} />
					</Fact>
				))}
				<Fact term={words.uptime}>
					<LiveText topics={["clock", "system"]} read={readUptime} />
				</Fact>
				<Fact term={words.version}>{store.page.version}</Fact>
			</dl>
		</Panel>
	);
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
	return (
		<>
			<dt className="text-muted">{term}</dt>
			<dd className="min-w-0 break-words">{children}</dd>
		</>
	);
}
