"use client";

import type { PageState } from "@/lib/live/types";
import { ConnectionNotice } from "./connection-notice";
import { LiveProvider } from "./hooks/use-live";
import { Overview } from "./overview";
import { PageHeader } from "./page-header";
import { PageTitle } from "./page-title";
import { CoresPanel } from "./panels/cores-panel";
import { CpuPanel } from "./panels/cpu-panel";
import { DiskPanel } from "./panels/disk-panel";
import { FileSystemPanel } from "./panels/filesystem-panel";
import { LoadPanel } from "./panels/load-panel";
import { MemoryPanel } from "./panels/memory-panel";
import { NetworkPanel } from "./panels/network-panel";
import { SystemPanel } from "./panels/system-panel";

/** Everything about one host on one page. */
export function Dashboard({ page }: { page: PageState }) {
	return (
		<LiveProvider page={page}>
			<PageTitle />
			<div className="mx-auto max-w-[1600px] p-4">
				<PageHeader />
				<main className="mt-4 grid grid-cols-1 gap-4 min-[720px]:grid-cols-2 xl:grid-cols-4">
					<Overview />
					<CpuPanel />
					<MemoryPanel />
					<NetworkPanel />
					<DiskPanel />
					<LoadPanel />
					<CoresPanel />
					<FileSystemPanel />
					<SystemPanel />
				</main>
				<ConnectionNotice />
			</div>
		</LiveProvider>
	);
}
