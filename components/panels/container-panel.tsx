"use client";

import { formatNumber, unknown } from "@/lib/format";
import { messages } from "@/lib/messages";
import type { Container, ContainerList } from "@/lib/metrics/types";
import { panelMessages } from "@/lib/panel-messages";
import { usePresence } from "../absence";
import { bytesText, rateText, shareText } from "../chart-words";
import { Meter } from "../charts/meter";
import { useReading } from "../hooks/use-live";
import { missingReason } from "../missing-reason";
import { coresText } from "../scope-words";
import { Panel } from "../ui/panel";
import { useRowOrder } from "../ui/row-order";
import { Cell, Table } from "../ui/table";

const words = panelMessages.container;
const columns = [
	{ label: words.name },
	{ label: words.cpu, numeric: true },
	{ label: words.memory },
	{ label: words.throttled, numeric: true, hiddenOnPhone: true },
	{ label: words.oomKills, numeric: true, hiddenOnPhone: true },
	{ label: words.read, numeric: true, hiddenOnPhone: true },
	{ label: words.written, numeric: true, hiddenOnPhone: true },
	{ label: words.tasks, numeric: true, hiddenOnPhone: true },
];
const countText = (value: number | null) => formatNumber(value);
const share = (value: number | null) => (value === null ? unknown : shareText(value));
const numbers = [
	["throttledUtilization", share, 7],
	["oomKills", countText, 4],
	["readBytesPerSecond", rateText, 10],
	["writtenBytesPerSecond", rateText, 10],
	["tasks", countText, 5],
] as const;

// Rows that change places at each reading cannot be read, and one that became busy must not stay hidden for long.
const orderMs = 30_000;

/** What each container and service uses of what it may, the busiest first. */
export function ContainerPanel() {
	const reading = useReading("container");
	const presence = usePresence("container");
	const containers = reading?.containers ?? [];
	const places = new Map(containers.map(({ name }, index) => [name, index]));
	const rank = (name: string) => rankOf(containers[places.get(name) ?? -1]);
	const order = useRowOrder([...places.keys()], rank, Math.floor((reading?.time ?? 0) / orderMs));
	if (presence === "absent") return null;
	const rows = order.map((name) => ({ key: name, cells: cellsOf(reading, places.get(name) ?? -1) }));
	const total = reading?.total ?? null;
	return (
		<Panel
			event="container"
			title={messages.panels.container}
			aside={total !== null && total > rows.length ? words.most(formatNumber(total)) : undefined}
			explanation={panelMessages.explanations.container}
			className="col-span-full"
		>
			<Table
				caption={messages.panels.container}
				columns={columns}
				rows={rows}
				empty={messages.noReadingYet}
			/>
		</Panel>
	);
}

/** By whole percent, so that those that do next to nothing stand by name; of alike ones containers before services. */
function rankOf(container: Container | undefined): number {
	const percent = Math.round((container?.utilization ?? 0) * 100);
	return container?.kind === "service" ? percent - 0.5 : percent;
}

function cellsOf(reading: ContainerList | undefined, index: number): React.ReactNode[] {
	const container = reading?.containers[index];
	if (!container) return [];
	const reasonOf = (field: keyof Container) =>
		missingReason(reading, `containers.${index}.${field}`, container[field] as number | string | null);
	const { name, kind, image } = container;
	return [
		<div key="name" title={[image ?? reasonOf("image"), container.cgroup].filter(Boolean).join("\n")}>
			{name} <span className="whitespace-nowrap text-muted">{words.kinds[kind]}</span>
		</div>,
		<CpuCell key="cpu" container={container} reason={reasonOf("utilization")} />,
		<MemoryCell
			key="memory"
			container={container}
			reason={reasonOf("usedBytes") ?? reasonOf("limitBytes")}
		/>,
		...numbers.map(([field, text, width]) => (
			<Cell key={field} width={width} text={text(container[field])} reason={reasonOf(field)} />
		)),
	];
}

function CpuCell({ container, reason }: { container: Container; reason?: string }) {
	const { utilization, limitCores, throttledUtilization } = container;
	return (
		<>
			<Cell width={7} text={share(utilization)} reason={reason} />
			{limitCores !== null && (
				// As wide as "of 0.125 cores", so that the numbers stand below each other.
				<Limit text={words.ofCores(coresText(limitCores))} className="xl:inline-block xl:w-[13ch]" />
			)}
			{throttledUtilization !== null && throttledUtilization > 0 && (
				<span className="block text-delayed sm:hidden">
					{words.throttledBy(shareText(throttledUtilization))}
				</span>
			)}
		</>
	);
}

function MemoryCell({ container, reason }: { container: Container; reason?: string }) {
	const { name, usedBytes, limitBytes } = container;
	const used = usedBytes === null || !limitBytes ? null : usedBytes / limitBytes;
	return (
		<div className="min-w-16">
			<Meter label={words.memoryOf(name)} value={used} valueText={share(used)} reason={reason} />
			<Cell text={bytesText(usedBytes)} reason={reason} />
			{limitBytes !== null && <Limit text={messages.memory.of(bytesText(limitBytes))} />}
		</div>
	);
}

/** What a number is to be held against. */
function Limit({ text, className = "" }: { text: string; className?: string }) {
	return <span className={`text-muted max-xl:block xl:before:content-['_'] ${className}`}>{text}</span>;
}
