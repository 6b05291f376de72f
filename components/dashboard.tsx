"use client";

import type { PageState } from "@/lib/live/types";
import { LiveProvider } from "./hooks/use-live";
import { ViewProvider } from "./hooks/use-view";
import { LazyPanel, latePanel } from "./lazy-panel";
import { Overview } from "./overview";
import { PageHeader } from "./page-header";
import { PageTitle } from "./page-title";

// The large numbers are live at once, the script of each panel comes after them: a line here and one below.
const notice = latePanel(async () => (await import("./connection-notice")).ConnectionNotice, {
	isUrgent: true,
});
const timeRange = latePanel(async () => (await import("./time-range")).TimeRange);
const cpu = latePanel(async () => (await import("./panels/cpu-panel")).CpuPanel);
const memory = latePanel(async () => (await import("./panels/memory-panel")).MemoryPanel);
const pressure = latePanel(async () => (await import("./panels/pressure-panel")).PressurePanel);
const network = latePanel(async () => (await import("./panels/network-panel")).NetworkPanel);
const disk = latePanel(async () => (await import("./panels/disk-panel")).DiskPanel);
const load = latePanel(async () => (await import("./panels/load-panel")).LoadPanel);
const kernel = latePanel(async () => (await import("./panels/kernel-panel")).KernelPanel);
const cores = latePanel(async () => (await import("./panels/cores-panel")).CoresPanel);
const processes = latePanel(async () => (await import("./panels/process-panel")).ProcessPanel);
const containers = latePanel(async () => (await import("./panels/container-panel")).ContainerPanel);
const fileSystems = latePanel(async () => (await import("./panels/filesystem-panel")).FileSystemPanel);
const sensors = latePanel(async () => (await import("./panels/sensors-panel")).SensorsPanel);
const gpu = latePanel(async () => (await import("./panels/gpu-panel")).GpuPanel);
const diskHealth = latePanel(async () => (await import("./panels/disk-health-panel")).DiskHealthPanel);
const battery = latePanel(async () => (await import("./panels/battery-panel")).BatteryPanel);
const host = latePanel(async () => (await import("./panels/system-panel")).SystemPanel);
const history = latePanel(async () => (await import("./panels/history-panel")).HistoryPanel);
const self = latePanel(async () => (await import("./panels/self-panel")).SelfPanel);
const own = latePanel(async () => (await import("./panels/own-panels")).OwnPanels);
const absent = latePanel(async () => (await import("./panels/absent-panel")).AbsentPanel);

interface DashboardProps {
	page: PageState;
	query: string;
	account: React.ReactNode;
}

/**
 * Everything about one host on one page: first what is asked for most, then what explains it, last what seldom changes.
 * `query` is that of its address, `account` what it says of who looks.
 */
export function Dashboard({ page, query, account }: DashboardProps) {
	return (
		<LiveProvider page={page}>
			<PageTitle />
			<ViewProvider query={query}>
				<div className="mx-auto max-w-[1600px] p-4">
					<PageHeader account={account} />
					<LazyPanel panel={timeRange} />
					<main className="mt-4 grid grid-cols-1 gap-4 min-[720px]:grid-cols-2 xl:grid-cols-4">
						<Overview />
						<LazyPanel panel={cpu} />
						<LazyPanel panel={memory} />
						<LazyPanel panel={pressure} />
						<LazyPanel panel={network} />
						<LazyPanel panel={disk} />
						<LazyPanel panel={load} />
						<LazyPanel panel={kernel} />
						<LazyPanel panel={cores} />
						<LazyPanel panel={processes} />
						<LazyPanel panel={containers} />
						<LazyPanel panel={fileSystems} />
						<LazyPanel panel={sensors} />
						<LazyPanel panel={host} />
						<LazyPanel panel={history} />
						<LazyPanel panel={self} />
						<LazyPanel panel={gpu} />
						<LazyPanel panel={diskHealth} />
						<LazyPanel panel={battery} />
						<LazyPanel panel={own} />
						<LazyPanel panel={absent} />
					</main>
					<LazyPanel panel={notice} />
				</div>
			</ViewProvider>
		</LiveProvider>
	);
}
