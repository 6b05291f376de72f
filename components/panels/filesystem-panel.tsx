"use client";

import { messages } from "@/lib/messages";
import { panelMessages } from "@/lib/panel-messages";
import { bytesText, shareText } from "../chart-words";
import { Meter } from "../charts/meter";
import { useReading } from "../hooks/use-live";
import { missingReason } from "../missing-reason";
import { mountUtilization } from "../problems";
import { Panel } from "../ui/panel";
import { Cell, Table } from "../ui/table";

const words = messages.filesystem;
const columns = [
	{ label: words.mount },
	{ label: words.type, hiddenOnPhone: true },
	{ label: words.utilization },
	{ label: words.share, numeric: true },
	{ label: words.available, numeric: true },
];

/** How full each file system is. */
export function FileSystemPanel() {
	const reading = useReading("filesystem");
	const mounts = (reading?.mounts ?? []).map((mount, index) => ({
		mount,
		index,
		share: mountUtilization(mount),
	}));
	// The fullest first; in whole percent, so that two that are alike do not change places.
	const percent = (share: number | null) => Math.round(100 * (share ?? 0));
	mounts.sort((a, b) => percent(b.share) - percent(a.share));
	const rows = mounts.map(({ mount, index, share }) => {
		const reason = missingReason(reading, `mounts.${index}.usedBytes`, share);
		return {
			key: mount.mount,
			cells: [
				mount.mount,
				mount.type,
				<div key="meter" className="min-w-16">
					<Meter
						label={words.fullness(mount.mount)}
						value={share}
						valueText={shareText(share)}
						reason={reason}
					/>
				</div>,
				<Cell key="share" width={7} text={shareText(share)} reason={reason} />,
				<Cell
					key="available"
					width={8}
					text={bytesText(mount.availableBytes)}
					reason={missingReason(reading, `mounts.${index}.availableBytes`, mount.availableBytes)}
				/>,
			],
		};
	});
	return (
		<Panel
			event="filesystem"
			title={messages.panels.filesystem}
			explanation={panelMessages.explanations.filesystem}
			className="xl:col-span-2"
		>
			<Table
				caption={messages.panels.filesystem}
				columns={columns}
				rows={rows}
				empty={reading ? (reading.missing?.[""] ?? words.none) : messages.noReadingYet}
			/>
		</Panel>
	);
}
