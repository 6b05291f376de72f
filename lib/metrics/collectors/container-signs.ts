import type { Environment } from "../types";
import type { MountEntry } from "./own-cgroups";
import type { Peek } from "./peek";

type Runtime = NonNullable<Environment["runtime"]>;

/** What speaks for a container around this process: by what it was made, and how that is seen. */
interface Sign {
	runtime: Runtime;
	evidence: string;
	/** It may have come along in an image that was then started as a machine. */
	isImage?: boolean;
}

/** What may tell of a container around this process. */
export interface Surround {
	/** By name: the files that runtimes leave, with what stands in them. */
	files: Record<string, string | null>;
	/** Of the environments of this process and of the first: the variable `container`. */
	variables: string[];
	/** The paths of its control groups and of the first process's, and the roots of the mounted ones. */
	cgroupPaths: string[];
	mounts: MountEntry[];
	/** The number of each of its namespaces, `null` where it may not be read. */
	namespaces: Record<"pid" | "ipc" | "uts", number | null>;
	/** The number that the kernel's scheduler has for the first process. */
	firstPid: number | null;
	isWsl: boolean;
}

const markers = ["/.dockerenv", "/run/.containerenv", "/run/systemd/container"];
const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

// Fixed since Linux 3.8 (PROC_PID_INIT_INO and its neighbours in proc_ns.h).
const firstNamespaces = { pid: 0xeffffffc, ipc: 0xefffffff, uts: 0xeffffffe };

// With the whole number of a container: the runtime's own daemons live in groups of similar names.
const cgroupPatterns: [RegExp, Runtime][] = [
	[/\/kubepods[./-]/, "kubernetes"],
	[/\/libpod-[0-9a-f]{64}/, "podman"],
	[/\/docker[/-][0-9a-f]{64}/, "docker"],
	[/\/cri-containerd-[0-9a-f]{64}/, "containerd"],
	[/\/crio-[0-9a-f]{64}/, "other"],
	[/\/lxc(\/|\.payload[./])[^/]+/, "lxc"],
	[/\/machine\.slice\/(machine-|systemd-nspawn@)[^/]+/, "nspawn"],
];

// Where runtimes keep what they mount: the layers of the root, and files like /etc/hosts.
const mountPatterns: [RegExp, Runtime][] = [
	[/\/kubelet\/pods\//, "kubernetes"],
	[/\/docker\/(overlay2|containers|volumes|btrfs|zfs)\//, "docker"],
	[/\/containers\/storage\/|\/overlay-containers\//, "podman"],
	[/\/io\.containerd\./, "containerd"],
];

const byName: Record<string, Runtime> = {
	docker: "docker",
	podman: "podman",
	lxc: "lxc",
	"lxc-libvirt": "lxc",
	"systemd-nspawn": "nspawn",
};

/** Gathers what may tell of a container. */
export function readSurround(peek: Peek, mounts: MountEntry[]): Surround {
	const namespace = (name: string) => {
		const number = /\[(\d+)\]/.exec(peek.link(`/proc/self/ns/${name}`) ?? "")?.[1];
		return number === undefined ? null : Number(number);
	};
	const variables = ["1", "self"].flatMap((process) =>
		// Nothing else of an environment is looked at: secrets stand there.
		(peek.text(`/proc/${process}/environ`) ?? "")
			.split("\0")
			.filter((entry) => entry.startsWith("container=")),
	);
	const cgroups = ["1", "self"].flatMap((process) =>
		(peek.text(`/proc/${process}/cgroup`) ?? "").split("\n").map((line) => line.replace(/^\d+:[^:]*:/, "")),
	);
	const roots = mounts.filter(({ type }) => type.startsWith("cgroup")).map(({ root }) => root);
	const files: Surround["files"] = {
		[serviceAccount]: peek.exists(serviceAccount) ? "" : null,
	};
	for (const path of markers) files[path] = peek.exists(path) ? (peek.text(path) ?? "") : null;
	const firstPid = /\((\d+), #threads/.exec(peek.text("/proc/1/sched") ?? "")?.[1];
	return {
		files,
		variables: variables.map((entry) => entry.slice("container=".length)),
		cgroupPaths: [...new Set([...cgroups, ...roots])],
		mounts,
		namespaces: { pid: namespace("pid"), ipc: namespace("ipc"), uts: namespace("uts") },
		firstPid: firstPid === undefined ? null : Number(firstPid),
		isWsl: /microsoft/i.test(peek.text("/proc/sys/kernel/osrelease") ?? ""),
	};
}

/** What container is around this process, and what speaks for it; `null` on a host itself, with what spoke against it. */
export function judgeSurround(surround: Surround): { runtime: Runtime | null; evidence: string } {
	const signs = [...signsOf(surround)];
	const { namespaces } = surround;
	const names = ["pid", "ipc", "uts"] as const;
	const isFirst = names.every((name) => namespaces[name] === firstNamespaces[name]);
	if (isFirst && signs.every(({ isImage }) => isImage)) {
		const left = signs.map(({ evidence }) => evidence).join(", ");
		return {
			runtime: null,
			evidence: left
				? `${left} came with an image: this is the first of the kernel's namespaces`
				: "the first of the kernel's namespaces",
		};
	}
	if (signs.length === 0) {
		const isApart = names.every(
			(name) => namespaces[name] !== null && namespaces[name] !== firstNamespaces[name],
		);
		const isOther = !surround.isWsl && (isApart || (surround.firstPid ?? 1) !== 1);
		return isOther
			? { runtime: "other", evidence: "processes and names of its own (namespaces)" }
			: { runtime: null, evidence: "nothing speaks for a container" };
	}
	// What started the container may itself be started by Kubernetes, which is then the one that is meant.
	const runtime =
		signs.find((sign) => sign.runtime === "kubernetes")?.runtime ??
		signs.find((sign) => sign.runtime !== "other")?.runtime ??
		"other";
	const evidence = signs.filter((sign) => sign.runtime === runtime).map((sign) => sign.evidence);
	return { runtime, evidence: [...new Set(evidence)].slice(0, 3).join(", ") };
}

function* signsOf({ files, variables, cgroupPaths, mounts }: Surround): Generator<Sign> {
	if (files[serviceAccount] != null) {
		yield { runtime: "kubernetes", evidence: "a Kubernetes service account" };
	}
	for (const name of variables.filter((name) => name !== "" && name !== "wsl")) {
		yield { runtime: byName[name] ?? "other", evidence: `the variable container=${name}`, isImage: true };
	}
	const systemd = files["/run/systemd/container"]?.trim();
	if (systemd && systemd !== "wsl") {
		yield {
			runtime: byName[systemd] ?? "other",
			evidence: `/run/systemd/container (${systemd})`,
			isImage: true,
		};
	}
	for (const path of cgroupPaths) {
		const runtime = cgroupPatterns.find(([pattern]) => pattern.test(path))?.[1];
		if (runtime) yield { runtime, evidence: `the control group ${shorten(path)}` };
	}
	for (const { mount, root, type, options } of mounts) {
		const isOwn = mount === "/" || /^\/etc\/(hosts|hostname|resolv\.conf)$/.test(mount);
		const place = mount === "/" ? options.join() : root;
		const runtime = isOwn ? mountPatterns.find(([pattern]) => pattern.test(place))?.[1] : undefined;
		if (runtime) yield { runtime, evidence: `what is mounted at ${mount}` };
		if (type === "fuse.lxcfs" && mount.startsWith("/proc/")) {
			yield { runtime: "lxc", evidence: `lxcfs at ${mount}` };
		}
	}
	if (files["/run/.containerenv"] != null) {
		yield { runtime: "podman", evidence: "/run/.containerenv", isImage: true };
	}
	if (files["/.dockerenv"] != null) {
		yield { runtime: "docker", evidence: "/.dockerenv", isImage: true };
	}
}

// Of a container's number as much as people are used to see.
function shorten(path: string): string {
	return path.replace(/[0-9a-f]{64}/g, (number) => number.slice(0, 12));
}
