import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Files by their paths; what begins with "->" is a link to what follows. */
export type Tree = Record<string, string>;

const made: string[] = [];

/** Makes the files of a system below a directory of their own, and says where that is. */
export function plantTree(...trees: Tree[]): string {
	const root = mkdtempSync(join(tmpdir(), "scope-"));
	made.push(root);
	growTree(root, Object.assign({}, ...trees));
	return root;
}

/** Writes files into a tree that was made. */
export function growTree(root: string, tree: Tree): void {
	for (const [path, text] of Object.entries(tree)) {
		mkdirSync(dirname(`${root}${path}`), { recursive: true });
		if (text.startsWith("->")) symlinkSync(text.slice(2), `${root}${path}`);
		else writeFileSync(`${root}${path}`, text);
	}
}

/** Removes all that was made. */
export function fellTrees(): void {
	for (const root of made.splice(0)) rmSync(root, { recursive: true });
}

export const id = "3f2a9c".padEnd(64, "0b");
export const MiB = 1024 ** 2;
export const GiB = 1024 ** 3;

const namespaces = (numbers: Record<string, number>) =>
	Object.fromEntries(
		Object.entries(numbers).map(([name, number]) => [`/proc/self/ns/${name}`, `->${name}:[${number}]`]),
	);

/** 16 cores, and 64 GiB. */
const machine: Tree = {
	"/proc/stat": `cpu  9 0 0 9 0 0 0 0\n${Array.from({ length: 16 }, (_, core) => `cpu${core} 1 0 0 1 0 0 0 0\n`).join("")}btime 1700000000\n`,
	"/proc/meminfo": `MemTotal:       ${64 * 1024 ** 2} kB\nMemAvailable:   ${32 * 1024 ** 2} kB\nSwapTotal:             0 kB\nSwapFree:             0 kB\n`,
	"/proc/loadavg": "1.00 0.50 0.25 2/900 1234\n",
};

const onHost: Tree = {
	...machine,
	...namespaces({ pid: 4026531836, ipc: 4026531839, uts: 4026531838, net: 4026531840 }),
	"/proc/1/ns/net": "->net:[4026531840]",
	"/proc/2/comm": "kthreadd\n",
	"/sys/class/net/eth0/device/vendor": "0x1af4\n",
};

const inContainer: Tree = {
	...machine,
	...namespaces({ pid: 4026532629, ipc: 4026532626, uts: 4026532625, net: 4026532630 }),
	"/proc/1/ns/net": "->net:[4026532630]",
	"/sys/class/net/eth0/iflink": "12\n",
};

const mountinfo = (...lines: string[]): Tree => ({ "/proc/self/mountinfo": `${lines.join("\n")}\n` });
const rootOn = (type: string, options: string) =>
	`512 411 0:49 / / rw,relatime master:152 - ${type} ${type} ${options}`;
const v2 = (root = "/") =>
	`518 517 0:26 ${root} /sys/fs/cgroup ro,nosuid,nodev,noexec,relatime - cgroup2 cgroup rw,nsdelegate,memory_recursiveprot`;
const v1 = (controllers: string, root: string, mount = controllers) =>
	`640 638 0:30 ${root} /sys/fs/cgroup/${mount} ro,nosuid,nodev,noexec,relatime master:15 - cgroup cgroup rw,${controllers}`;
const dockerRoot = rootOn(
	"overlay",
	"rw,lowerdir=/var/lib/docker/overlay2/l/AB,upperdir=/var/lib/docker/overlay2/x/diff,workdir=/var/lib/docker/overlay2/x/work",
);

/** The files of a group of v2. */
export const groupV2 = (
	directory: string,
	{ cpu = "max 100000", memory = "max", cpus = "0-15" } = {},
): Tree => ({
	[`${directory}/cpu.max`]: `${cpu}\n`,
	[`${directory}/cpu.stat`]:
		"usage_usec 1000000\nuser_usec 800000\nsystem_usec 200000\nnr_periods 100\nnr_throttled 10\nthrottled_usec 5000\n",
	[`${directory}/cpuset.cpus.effective`]: `${cpus}\n`,
	[`${directory}/memory.max`]: `${memory}\n`,
	[`${directory}/memory.current`]: `${300 * MiB}\n`,
	[`${directory}/memory.stat`]: `anon ${200 * MiB}\nfile ${100 * MiB}\nfile_dirty 4096\ninactive_file ${60 * MiB}\nactive_file ${40 * MiB}\n`,
	[`${directory}/memory.events`]: "low 0\nhigh 0\nmax 3\noom 1\noom_kill 2\noom_group_kill 0\n",
	[`${directory}/memory.swap.current`]: "0\n",
	[`${directory}/memory.swap.max`]: "max\n",
});

const unlimited = "9223372036854771712";

/** The files of a group in each of the hierarchies of v1. */
export const groupV1 = (
	path: string,
	{ quota = "-1", memory = unlimited, cpus = "0-15", above = memory }: Record<string, string> = {},
): Tree => ({
	[`/sys/fs/cgroup/cpu,cpuacct${path}/cpu.cfs_quota_us`]: `${quota}\n`,
	[`/sys/fs/cgroup/cpu,cpuacct${path}/cpu.cfs_period_us`]: "100000\n",
	[`/sys/fs/cgroup/cpu,cpuacct${path}/cpu.stat`]: "nr_periods 100\nnr_throttled 10\nthrottled_time 5000000\n",
	[`/sys/fs/cgroup/cpu,cpuacct${path}/cpuacct.usage`]: "1000000000\n",
	[`/sys/fs/cgroup/cpu,cpuacct${path}/cpuacct.stat`]: "user 80\nsystem 20\n",
	[`/sys/fs/cgroup/cpuset${path}/cpuset.effective_cpus`]: `${cpus}\n`,
	[`/sys/fs/cgroup/memory${path}/memory.limit_in_bytes`]: `${memory}\n`,
	[`/sys/fs/cgroup/memory${path}/memory.memsw.limit_in_bytes`]: `${unlimited}\n`,
	[`/sys/fs/cgroup/memory${path}/memory.usage_in_bytes`]: `${300 * MiB}\n`,
	[`/sys/fs/cgroup/memory${path}/memory.stat`]: `inactive_file 1\nhierarchical_memory_limit ${above}\ntotal_swap 0\ntotal_dirty 4096\ntotal_inactive_file ${60 * MiB}\n`,
	[`/sys/fs/cgroup/memory${path}/memory.oom_control`]: "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
});

const cgroupV1 = (path: string) =>
	`12:pids:${path}\n11:cpuset:${path}\n9:memory:${path}\n4:cpu,cpuacct:${path}\n1:name=systemd:${path}\n0::${path}\n`;
const mountsV1 = (root: string) => [v1("cpu,cpuacct", root), v1("cpuset", root), v1("memory", root)];
const lxcfs = (file: string) =>
	`700 600 0:50 /proc/${file} /proc/${file} rw,nosuid,nodev,relatime - fuse.lxcfs lxcfs rw,user_id=0,group_id=0,allow_other`;

const service = "/system.slice/hostbeat.service";
const slice = "/sys/fs/cgroup/system.slice";

/** A bare machine with a unified hierarchy. */
export const bareV2: Tree = {
	...onHost,
	...mountinfo("22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw", v2()),
	"/proc/self/cgroup": "0::/user.slice/user-1000.slice/session-2.scope\n",
	"/proc/1/cgroup": "0::/init.scope\n",
	"/sys/fs/cgroup/cpuset.cpus.effective": "0-15\n",
	"/sys/fs/cgroup/cpu.stat": "usage_usec 1\nuser_usec 1\nsystem_usec 0\n",
	...groupV2("/sys/fs/cgroup/user.slice/user-1000.slice/session-2.scope"),
};

/** A bare machine with the hierarchies of v1. */
export const bareV1: Tree = {
	...onHost,
	...mountinfo("22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw", ...mountsV1("/")),
	"/proc/self/cgroup": cgroupV1("/user.slice"),
	...groupV1(""),
	...groupV1("/user.slice"),
};

export const dockerV2: Tree = {
	...inContainer,
	...mountinfo(dockerRoot, v2()),
	"/.dockerenv": "",
	"/proc/self/cgroup": "0::/\n",
	...groupV2("/sys/fs/cgroup", { cpu: "200000 100000", memory: `${512 * MiB}` }),
};

export const dockerV1: Tree = {
	...inContainer,
	...mountinfo(dockerRoot, ...mountsV1(`/docker/${id}`)),
	"/.dockerenv": "",
	"/proc/self/cgroup": cgroupV1(`/docker/${id}`),
	...groupV1("", { quota: "50000", memory: `${512 * MiB}` }),
};

/** The host's own control groups are mounted over the container's, as for systemd within Docker. */
export const dockerWithHostGroups: Tree = {
	...inContainer,
	...mountinfo(dockerRoot, v2("/../..")),
	"/.dockerenv": "",
	"/proc/self/cgroup": "0::/\n",
	"/proc/self/stat": "7 (node) S 1 7 7 0\n",
	[`${slice}/docker-${id}.scope/cgroup.procs`]: "1\n7\n",
	[`${slice}/cron.service/cgroup.procs`]: "0\n",
	...groupV2(`${slice}/docker-${id}.scope`, { cpu: "150000 100000" }),
};

export const podmanRootless: Tree = {
	...inContainer,
	...mountinfo(
		rootOn(
			"overlay",
			"rw,lowerdir=/home/ann/.local/share/containers/storage/overlay/l/AB,upperdir=/home/ann/.local/share/containers/storage/overlay/x/diff",
		),
		v2(),
	),
	"/run/.containerenv": 'engine="podman-4.3.1"\nname="web"\nrootless=1\n',
	"/proc/1/environ": "PATH=/usr/bin\0container=podman\0HOME=/root\0",
	"/proc/self/cgroup": "0::/\n",
	...groupV2("/sys/fs/cgroup", { memory: `${GiB}` }),
};

export const kubernetesBurstable: Tree = {
	...inContainer,
	...mountinfo(
		rootOn(
			"overlay",
			"rw,lowerdir=/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/9/fs",
		),
		"530 512 8:1 /var/lib/kubelet/pods/0b1c/etc-hosts /etc/hosts rw,relatime - ext4 /dev/sda1 rw",
		v2(),
	),
	"/var/run/secrets/kubernetes.io/serviceaccount/namespace": "default",
	"/proc/self/cgroup": "0::/\n",
	...groupV2("/sys/fs/cgroup", { cpu: "50000 100000", memory: `${256 * MiB}` }),
};

/** LXC: three processors by its set, and lxcfs, in whose files the container has its own size. */
export const lxcWithLxcfs: Tree = {
	...inContainer,
	...mountinfo(
		rootOn("zfs", "rw,xattr"),
		...["cpuinfo", "diskstats", "loadavg", "meminfo", "stat", "swaps", "uptime"].map(lxcfs),
		"701 600 0:50 /sys/devices/system/cpu /sys/devices/system/cpu rw,relatime - fuse.lxcfs lxcfs rw",
		v2(),
	),
	"/run/systemd/container": "lxc\n",
	"/proc/1/environ": "container=lxc\0",
	"/proc/self/cgroup": "0::/system.slice/hostbeat.service\n",
	"/proc/stat":
		"cpu  9 0 0 9 0 0 0 0\ncpu0 1 0 0 1 0 0 0 0\ncpu1 1 0 0 1 0 0 0 0\ncpu2 1 0 0 1 0 0 0 0\nbtime 1700000000\n",
	"/proc/meminfo": `MemTotal:       ${2 * 1024 ** 2} kB\nMemAvailable:   ${1024 ** 2} kB\nSwapTotal:             0 kB\nSwapFree:             0 kB\n`,
	"/sys/devices/system/cpu/online": "0-2\n",
	"/sys/fs/cgroup/pids.current": "40\n",
	...groupV2("/sys/fs/cgroup", { memory: `${2 * GiB}`, cpus: "3-5" }),
	...groupV2(`${slice}/hostbeat.service`, { cpus: "3-5" }),
};

export const nspawn: Tree = {
	...inContainer,
	...mountinfo("22 1 8:1 /var/lib/machines/web / rw,relatime - ext4 /dev/sda1 rw", v2()),
	"/run/systemd/container": "systemd-nspawn\n",
	"/proc/self/cgroup": `0::${service}\n`,
	...groupV2(`/sys/fs/cgroup${service}`),
};

/** A service of the host with CPUQuota=50%, below a slice with MemoryMax=1G. */
export const limitedService: Tree = {
	...onHost,
	...mountinfo("22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw", v2()),
	"/proc/self/cgroup": `0::${service}\n`,
	...groupV2(slice, { memory: `${GiB}` }),
	...groupV2(`/sys/fs/cgroup${service}`, { cpu: "50000 100000", memory: `${4 * GiB}` }),
};

/** systemd's hybrid: v1 has the controllers, v2 only counts. */
export const hybrid: Tree = {
	...onHost,
	...mountinfo(
		"22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw",
		...mountsV1("/"),
		"41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw",
	),
	"/proc/self/cgroup": cgroupV1(service),
	...groupV1(""),
	...groupV1(service, { quota: "150000", memory: `${2 * GiB}` }),
	[`/sys/fs/cgroup/unified${service}/cpu.stat`]: "usage_usec 5\nuser_usec 5\nsystem_usec 0\n",
};

const captured = join(import.meta.dirname, "fixtures/linux-6.1-crun-v2");

/** What a container saw that crun had made, in a virtual machine of one core (captured on Linux 6.1). */
export const crunV2: Tree = {
	...namespaces({ pid: 4026532106, ipc: 4026532105, uts: 4026532104, net: 4026532107 }),
	...Object.fromEntries(
		readdirSync(captured, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name))
			.map((path) => [path.slice(captured.length), readFileSync(path, "utf8")]),
	),
};

/** A virtual machine that was made of a container's image (captured on Linux 6.18 under Firecracker). */
export const machineOfAnImage: Tree = {
	...bareV2,
	"/.dockerenv": "",
	"/proc/1/sched": "init (1, #threads: 13)\n",
};
